#include "conformance/moor/daemon/person.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reference/moor/codec/var_text.hpp"

namespace drydock::conformance::daemon {

using namespace moor;

Person& Person::establish() {
  ConnectionEstablish establish;
  establish.peer_addr = "suite.example";
  establish.local_port = 7777;
  establish.remote_port = 50000;
  auto const made =
      get<NewConnection>(std::move(establish), "NewConnection for a ConnectionEstablish");
  token_ = made.client_token;
  connection_ = made.connection_obj;
  return *this;
}

AttachResult Person::attach(AuthToken const& auth, ConnectType type) {
  Attach attach;
  attach.auth_token = auth;
  attach.connect_type = type;
  attach.handler_object = ObjId{0};
  attach.peer_addr = "suite.example";
  auto const result = get<AttachResult>(attach, "AttachResult for an Attach with a good token");
  bool const is_whole = result.success && result.client_token && result.player;
  host_->visitors().require(is_whole, "an AttachResult with success, client token and player",
                            "one without");
  auth_ = auth;
  token_ = *result.client_token;
  player_ = *result.player;
  return result;
}

LoginResult Person::try_login(std::vector<std::string> const& words, bool attach) {
  auto const result = get<LoginResult>(LoginCommand{token_, ObjId{0}, words, attach},
                                       "LoginResult for a LoginCommand");
  if (result.success && result.auth_token && result.player) {
    auth_ = *result.auth_token;
    player_ = *result.player;
  }
  return result;
}

HostClientToDaemonMessageUnion Person::pong() const {
  return ClientPong{token_, 0, connection_, HostType::tcp, "127.0.0.1:50000"};
}

HostClientToDaemonMessageUnion Person::command(std::string const& line) const {
  return Command{token_, auth_, ObjId{0}, line};
}

HostClientToDaemonMessageUnion Person::eval_of(std::string const& program) const {
  return Eval{token_, auth_, program};
}

HostClientToDaemonMessageUnion Person::call(std::string const& verb, std::vector<Var> args) const {
  return InvokeVerb{token_, auth_, ObjectRefId{player_}, Symbol{verb}, std::move(args)};
}

Var Person::eval(std::string const& program) const {
  return get<EvalResult>(eval_of(program), "EvalResult for a good program").result;
}

std::uint64_t Person::submit(HostClientToDaemonMessageUnion message) const {
  return get<TaskSubmitted>(std::move(message), "TaskSubmitted for a command or call").task_id;
}

std::vector<std::string> Person::lines() const {
  std::vector<std::string> lines;
  for (HeardEvent const& heard : events()) {
    if (auto line = line_of(heard.event)) lines.push_back(*std::move(line));
  }
  return lines;
}

std::size_t Person::await(Wanted const& wanted, std::string const& expected,
                          Duration within) const {
  std::size_t place = 0;
  auto const has_come = [&] {
    auto const heard = events();
    auto const found = std::find_if(heard.begin(), heard.end(),
                                    [&](HeardEvent const& one) { return wanted(one.event); });
    place = static_cast<std::size_t>(found - heard.begin());
    return found != heard.end();
  };
  Visitors& visitors = host_->visitors();
  bool const came = visitors.run_until(within, has_come);
  visitors.require(came, expected, visitors.nothing_came());
  return place;
}

std::size_t Person::await_end(std::uint64_t task, Duration within) const {
  return await([&](ClientEventUnion const& event) { return is_end_of(event, task); },
               "the end of a task", within);
}

Var Person::await_success(std::uint64_t task, Duration within) const {
  std::size_t const place = await_end(task, within);
  HeardEvent const heard = events()[place];
  auto const* success = std::get_if<TaskSuccessEvent>(&heard.event);
  host_->visitors().require(success != nullptr, "TaskSuccessEvent for a task that returns",
                            "TaskErrorEvent");
  return success->result;
}

SchedulerError Person::await_error(std::uint64_t task, Duration within) const {
  std::size_t const place = await_end(task, within);
  HeardEvent const heard = events()[place];
  auto const* error = std::get_if<TaskErrorEvent>(&heard.event);
  host_->visitors().require(error != nullptr, "TaskErrorEvent for a task that fails",
                            "TaskSuccessEvent");
  return error->error;
}

std::size_t Person::count_ends(std::uint64_t task) const {
  auto const heard = events();
  return static_cast<std::size_t>(
      std::count_if(heard.begin(), heard.end(),
                    [&](HeardEvent const& one) { return is_end_of(one.event, task); }));
}

std::optional<std::string> line_of(ClientEventUnion const& event) {
  auto const* told = std::get_if<NarrativeEventMessage>(&event);
  auto const* notify = told == nullptr ? nullptr : std::get_if<NotifyEvent>(&told->event.event);
  auto const* text = notify == nullptr ? nullptr : notify->value.as<std::string>();
  return text == nullptr ? std::nullopt : std::optional{*text};
}

bool is_end_of(ClientEventUnion const& event, std::uint64_t task) {
  if (auto const* one = std::get_if<TaskSuccessEvent>(&event)) return one->task_id == task;
  auto const* other = std::get_if<TaskErrorEvent>(&event);
  return other != nullptr && other->task_id == task;
}

Person HostScene::wizard(bool attach) { return wizard_at(host, attach); }

Person HostScene::wizard_at(FakeHost& where, bool attach) {
  Person person = Person{where}.establish();
  LoginResult const result = person.try_login(wizard_words, attach);
  constexpr std::uint16_t programmer_and_wizard = 6;
  bool const can_do_all = (result.player_flags & programmer_and_wizard) == programmer_and_wizard;
  if (!result.success) skip_case("nobody logs in to this core by `connect wizard`");
  visitors.require(result.auth_token && result.player, "a LoginResult with token and player",
                   "one without");
  if (!can_do_all) skip_case("`connect wizard` gives no wizard who may program");
  return person;
}

Person HostScene::somebody(Person const& wizard) {
  auto const made = wizard.ask(
      wizard.eval_of("who = create(parent(player)); who.name = \"Sue\"; who.programmer = 1; "
                     "set_player_flag(who, 1); return who;"));
  auto const* result = made.as<EvalResult>();
  Obj const* const player = result == nullptr ? nullptr : result->result.as<Obj>();
  if (player == nullptr) skip_case("no player can be made in this core");
  Person person = Person{host}.establish();
  person.try_login(wizard_words, false);
  auto const switched =
      person.ask(person.eval_of(fmt::format("switch_player({}); return 1;", text_of(*player))));
  if (switched.as<EvalResult>() == nullptr) skip_case("no player can be switched to in this core");
  auto const news = person.await<PlayerSwitchedEvent>("PlayerSwitchedEvent for a switch");
  person.use(news.new_auth_token);
  Person sue = person;
  sue.become(*player);
  return sue;
}

void HostScene::program(Person const& person, std::string const& verb,
                        std::vector<std::string> const& lines) {
  List code;
  for (std::string const& line : lines) code.elements.emplace_back(line);
  std::string const text = fmt::format(
      "add_verb(player, {{player, \"rxd\", \"{0}\"}}, {{\"any\", \"any\", \"any\"}}); return "
      "set_verb_code(player, \"{0}\", {1});",
      verb, to_literal(Var{std::move(code)}));
  auto const answer = person.ask(person.eval_of(text));
  auto const* result = answer.as<EvalResult>();
  auto const* problems = result == nullptr ? nullptr : result->result.as<List>();
  if (problems == nullptr || !problems->elements.empty()) {
    skip_case("no verb can be programmed in this core");
  }
}

}  // namespace drydock::conformance::daemon
