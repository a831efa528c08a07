#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/person.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using namespace std::chrono_literals;
using Code = RpcMessageErrorCode;

void unknown_words(Stage& stage) {
  HostScene scene{stage};
  Person person = scene.stranger();
  LoginResult const result = person.try_login({"connect", "nobody-of-that-name", "at-all"});
  bool const is_none = !result.success && !result.auth_token && !result.player;
  scene.visitors.require(is_none, "success false, without token and player", "another result");
  person.expect_failure(person.command("look"), Code::permission_denied,
                        "for a command without a login");
}

void a_login(Stage& stage) {
  HostScene scene{stage};
  scene.wizard();  // Skips where there is none.
  Person person = scene.stranger();
  LoginResult const result = person.try_login(wizard_words);
  constexpr std::uint16_t player_flag = 1;
  bool const is_whole = result.success && result.auth_token && result.player &&
                        (result.player_flags & player_flag) != 0;
  scene.visitors.require(is_whole, "success with token, player and the flag of a player",
                         "a result without");
  scene.visitors.require(result.connect_type == ConnectType::connected, "connect type Connected",
                         "another");
}

/// Of the starting core of section 12: it says its arguments.
void words_of_a_login(Stage& stage) {
  HostScene scene{stage};
  Person person = scene.stranger();
  person.try_login({"echo", "two  words", "quo\"te", "Ünicode"});
  scene.visitors.run_for(1s);
  std::vector<std::string> const lines = person.lines();
  if (lines.empty() || !lines.front().starts_with("{\"echo\"")) {
    skip_case("this core's login says no words");
  }
  scene.visitors.require(lines.size() == 2, "two lines", "another number of them");
  List const words{{Var{"echo"}, Var{"two  words"}, Var{"quo\"te"}, Var{"Ünicode"}}};
  scene.visitors.require(lines[0] == to_literal(Var{words}), "the words, unchanged and in order",
                         lines[0]);
  scene.visitors.require(lines[1] == "echo two  words quo\"te Ünicode",
                         "the words, joined by single spaces", lines[1]);
}

void a_login_that_fails(Stage& stage) {
  HostScene scene{stage};
  Person person = scene.stranger();
  RpcAnswer const answer =
      person.ask(LoginCommand{person.token(), ObjId{0}, {"crash"}, true, {}, {}});
  if (answer.as<LoginResult>() != nullptr) skip_case("this core's login does not crash");
  scene.host.expect_failure(answer, Code::login_task_failed, "for a login that ends in an error");
  person.get<ThanksPong>(person.pong(), "ThanksPong: the connection is there");
  person.expect_failure(person.command("look"), Code::permission_denied,
                        "for a command after a login that failed");
}

void no_player(Stage& stage) {
  HostScene scene{stage};
  Person person = scene.stranger();
  RpcAnswer const answer =
      person.ask(LoginCommand{person.token(), ObjId{0}, {"ghost"}, true, {}, {}});
  if (answer.as<LoginResult>() != nullptr) skip_case("this core's login knows no ghost");
  // Whoever was logged in for a moment would be let go for good by a switch only.
  Person const wizard = scene.wizard();
  person.use(wizard.auth());
  person.expect_failure(person.command("look"), Code::permission_denied, "for a command of nobody");
  Var const told = wizard.eval("return connection_name(" + text_of(person.connection()) + ");");
  bool const is_unnamed = told.as<std::string>() != nullptr;
  scene.visitors.require(is_unnamed, "a connection that is still there", to_literal(told));
  Var const players = wizard.eval("return connected_players();");
  auto const* list = players.as<List>();
  bool const has_ghost =
      list != nullptr &&
      std::any_of(list->elements.begin(), list->elements.end(), [&](Var const& one) {
        auto const* object = one.as<Obj>();
        auto const* number = object == nullptr ? nullptr : std::get_if<ObjId>(object);
        return number != nullptr && number->id >= 0 && *object != wizard.player();
      });
  scene.visitors.require(!has_ghost, "nobody connected but the wizard", to_literal(players));
}

/// From player to player on one connection, and what the first is told then.
void a_second_player(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Person person = scene.somebody(wizard);  // Was the wizard, for a moment.
  Person again = person;
  LoginResult const result = again.try_login(wizard_words, false);
  scene.visitors.require(result.success, "a second login on one connection", "none");
  wizard.eval(fmt::format("notify({}, \"for Sue\"); return 1;", text_of(person.player())));
  wizard.eval("notify(player, \"for the wizard\"); return 1;");
  wizard.await([](ClientEventUnion const& event) { return line_of(event) == "for the wizard"; },
               "what the wizard is told");
  scene.visitors.run_for(quiet_while);
  auto const lines = again.lines();
  bool const hears_sue = std::find(lines.begin(), lines.end(), "for Sue") != lines.end();
  scene.visitors.require(!hears_sue, "nothing of what its player of before is told", "a line");
}

void attaches_of_each_type(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  for (ConnectType const type : {ConnectType::connected, ConnectType::reconnected,
                                 ConnectType::created, ConnectType::no_connect}) {
    Person person{scene.host};
    AttachResult const result = person.attach(wizard.auth(), type);
    scene.visitors.require(*result.player == wizard.player(), "the player of the token",
                           text_of(*result.player));
    person.get<ThanksPong>(person.pong(), "ThanksPong for the token of an Attach");
    Var const three = person.eval("return 1 + 2;");
    scene.visitors.require(three == Var{3}, "3 for 1 + 2", to_literal(three));
  }
}

void an_attach_with_a_bad_token(Stage& stage) {
  HostScene scene{stage};
  Person person{scene.host};
  Attach attach;
  attach.auth_token = {"none"};
  attach.handler_object = ObjId{0};
  attach.peer_addr = "suite.example";
  person.expect_failure(attach, Code::permission_denied, "for an Attach with a bad token");
  person.use(ClientToken{"none"});
  person.expect_failure(person.pong(), Code::no_connection, "since no connection was made");
}

void a_reattach(Stage& stage) {
  HostScene scene{stage};
  Person person = scene.wizard();
  std::string const name = fmt::format("return connection_name({});", text_of(person.connection()));
  Var const before = person.eval(name);
  auto const result = person.get<AttachResult>(
      Reattach{person.token(), person.auth(), {}, 0, 0, {}, {}}, "AttachResult for a Reattach");
  bool const is_whole = result.success && result.client_token && result.player == person.player();
  scene.visitors.require(is_whole, "success with a client token and the player", "another result");
  person.use(*result.client_token);
  Var const after = person.eval(name);
  scene.visitors.require(before == after, "the same connection", to_literal(after));
}

void faults_of_a_reattach(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Person const person = scene.stranger();
  auto const reattach = [](ClientToken const& client, AuthToken const& auth) {
    return Reattach{client, auth, {}, 0, 0, {}, {}};
  };
  Person const unknown{scene.host};
  unknown.expect_failure(reattach({"none"}, {"none"}), Code::no_connection,
                         "for an unknown client, before any token is looked at");
  person.expect_failure(reattach({"none"}, wizard.auth()), Code::permission_denied,
                        "for a bad client token, before it is seen that nobody is logged in");
  person.expect_failure(reattach(person.token(), {"none"}), Code::permission_denied,
                        "for a bad auth token, before it is seen that nobody is logged in");
  person.expect_failure(reattach(person.token(), wizard.auth()), Code::no_connection,
                        "where nobody is logged in");
  Person const sue = scene.somebody(wizard);
  sue.expect_failure(reattach(sue.token(), wizard.auth()), Code::permission_denied,
                     "for another player's token");
}

void a_boot_of_two_connections(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Person const sue = scene.somebody(wizard);
  Person twin{scene.host};
  twin.attach(sue.auth(), ConnectType::connected);
  wizard.eval(fmt::format("boot_player({}); return 1;", text_of(sue.player())));
  for (Person const* one : {&sue, static_cast<Person const*>(&twin)}) {
    one->await<DisconnectEvent>("DisconnectEvent for each connection of who is booted");
    one->expect_failure(one->pong(), Code::no_connection, "for who was booted");
  }
  wizard.get<ThanksPong>(wizard.pong(), "ThanksPong of somebody else");
}

void a_farewell(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Person const sue = scene.somebody(wizard);
  wizard.eval(
      fmt::format("notify({0}, \"farewell\"); boot_player({0}); return 1;", text_of(sue.player())));
  sue.await<DisconnectEvent>("DisconnectEvent for who is booted");
  auto const events = sue.events();
  auto const farewell = std::find_if(events.begin(), events.end(), [](HeardEvent const& one) {
    return line_of(one.event) == "farewell";
  });
  scene.visitors.require(farewell != events.end(), "the line before the boot", "none");
  bool const is_before = std::none_of(events.begin(), farewell, [](HeardEvent const& one) {
    return std::holds_alternative<DisconnectEvent>(one.event);
  });
  scene.visitors.require(is_before, "the line before the DisconnectEvent", "it came after");
}

void the_task_of_another(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Person const sue = scene.somebody(wizard);
  scene.program(wizard, "drydock_nap", {"suspend(2);", "return 5;"});
  std::uint64_t const task = wizard.submit(wizard.call("drydock_nap"));
  wizard.eval(fmt::format("boot_player({}); return 1;", text_of(sue.player())));
  Var const result = wizard.await_success(task);
  scene.visitors.require(result == Var{5}, "5, the task's own result", to_literal(result));
}

void tokens_of_a_switch(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Person const sue = scene.somebody(wizard);
  sue.get<EvalResult>(sue.eval_of("return 1;"), "EvalResult with the new auth token");
  Person old = sue;
  old.use(wizard.auth());
  old.expect_failure(old.command("look"), Code::permission_denied,
                     "for the auth token of before the switch");
}

constexpr Case login_case_list[] = {
    {requirement("login.no-object"), "", "unknown words are no login", any, unknown_words,
     with_clients},
    {requirement("login.success"), "", "a login has all that belongs to it", any, a_login,
     with_clients},
    {requirement("login.words"), "", "the words come unchanged", any, words_of_a_login,
     with_clients},
    {requirement("login.failed"), "", "a login that crashes is told so", any, a_login_that_fails,
     with_clients},
    {requirement("login.not-a-player"), "", "a ghost is not logged in", any, no_player,
     with_clients},
    {requirement("login.second"), "", "a second login leaves the first player", any,
     a_second_player, with_clients},
    {requirement("attach.result"), "", "an Attach of each type is let in", any,
     attaches_of_each_type, with_clients},
    {requirement("attach.refused"), "", "an Attach with a bad token is not", any,
     an_attach_with_a_bad_token, with_clients},
    {requirement("reattach.keeps"), "", "a Reattach is the same connection", any, a_reattach,
     with_clients},
    {requirement("reattach.order"), "", "faults of a Reattach have an order", any,
     faults_of_a_reattach, with_clients},
    {requirement("boot.disconnects"), "", "a boot ends both connections of a player", any,
     a_boot_of_two_connections, with_clients},
    {requirement("boot.after-output"), "", "a farewell comes before the end", any, a_farewell,
     with_clients},
    {requirement("boot.others"), "", "another's task outlives a boot", any, the_task_of_another,
     with_clients},
    {requirement("switch.tokens"), "", "a switch brings a token and ends another", any,
     tokens_of_a_switch, with_clients},
};

}  // namespace

std::span<Case const> login_cases() { return login_case_list; }

}  // namespace drydock::conformance::daemon
