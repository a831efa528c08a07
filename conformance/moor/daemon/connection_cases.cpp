#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <string>
#include <string_view>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/person.hpp"
#include "conformance/moor/daemon/requirements.hpp"

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using namespace std::chrono_literals;
using Code = RpcMessageErrorCode;

/// Source: hosts 6.2.
constexpr Duration client_silence_max = 30s;
/// A tick, and what it takes.
constexpr Duration expired_by = client_silence_max + 6s;

void expect_alive(Person const& person, std::string const& expected) {
  person.get<ThanksPong>(person.pong(), expected);
}

void expect_unknown(Person const& person, std::string const& expected) {
  person.expect_failure(person.pong(), Code::no_connection, expected);
}

void a_new_connection(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  auto const* object = std::get_if<ObjId>(&person.connection());
  scene.visitors.require(object != nullptr && object->id <= -4,
                         "a connection object of #-4 or below", text_of(person.connection()));
  expect_alive(person, "ThanksPong for its first pong");
}

void a_hundred_connections_and_a_restart(Stage& stage) {
  HostScene scene{stage};
  std::int32_t last = -3;
  auto const establish = [&](FakeHost& host, int count) {
    for (int number = 0; number < count; ++number) {
      Person const person = Person{host}.establish();
      auto const* object = std::get_if<ObjId>(&person.connection());
      scene.visitors.require(object != nullptr && object->id < last,
                             "a connection object below those before", "another");
      last = object->id;
    }
  };
  establish(scene.host, 20);
  scene.visitors.require(last == -23, "#-4 for the first connection, and one less for each",
                         fmt::format("#{} for the 20th", last));
  scene.visitors.stop(StopSignal::terminate);
  scene.visitors.start();
  FakeHost after{scene.visitors};
  establish(after, 20);
}

void a_live_id_again(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  ConnectionEstablish again;
  again.peer_addr = "elsewhere.example";
  person.expect_failure(again, Code::already_connected, "for the id of a live client");
  expect_alive(person, "ThanksPong for the token of before");
}

/// That begin like `hosts` and like `broadcast`.
void ids_like_topics(Stage& stage) {
  HostScene scene{stage};
  for (std::string_view const topic : {"hosts", "broadcast"}) {
    Uuid id = scene.visitors.new_id();
    std::copy(topic.begin(), topic.end(), id.bytes.begin());
    ConnectionEstablish establish;
    establish.peer_addr = "suite.example";
    RpcAnswer const answer = scene.host.ask(id, establish);
    scene.host.expect_failure(answer, Code::invalid_request, "for an id that begins like a topic");
  }
}

void an_unknown_client(Stage& stage) {
  HostScene scene{stage};
  Person const known = scene.stranger();
  for (ClientToken const& token : {ClientToken{"garbage"}, known.token()}) {
    Person unknown{scene.host};
    unknown.use(token);
    std::string const expected = "for a client that is unknown, whatever its token";
    unknown.expect_failure(unknown.pong(), Code::no_connection, expected);
    unknown.expect_failure(unknown.command("look"), Code::no_connection, expected);
    unknown.expect_failure(unknown.detach(), Code::no_connection, expected);
  }
}

void tokens_that_are_bad(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  Person other = scene.stranger();
  std::string const expected = "for a token that is not good";
  Person spoilt = person;
  std::string text = person.token().token;
  text[text.size() / 2] = text[text.size() / 2] == 'A' ? 'B' : 'A';
  spoilt.use(ClientToken{text});
  spoilt.expect_failure(spoilt.pong(), Code::permission_denied, expected);
  other.use(person.token());
  other.expect_failure(other.pong(), Code::permission_denied, expected);
  person.expect_failure(ListObjects{{"none"}}, Code::permission_denied, expected);
  person.expect_failure(ListObjects{{person.token().token}}, Code::permission_denied, expected);
  // Good, but nobody is logged in here.
  person.expect_failure(person.command("look"), Code::permission_denied, expected);
}

/// Where hosts are authenticated a client may be bound to the host that brought it (HQ-20): then it
/// is another connection of the same host.
void another_host_speaks_for_it(Stage& stage) {
  HostScene scene{stage};
  Person person = scene.stranger();
  RpcAnswer const apart = scene.host.await(scene.host.post(person.id(), person.pong()));
  scene.host.expect<ThanksPong>(apart, "ThanksPong on another connection");
  expect_alive(person, "ThanksPong on the first connection again");
  if (scene.visitors.secure()) return;
  FakeHost other{scene.visitors};
  person.move_to(other);
  expect_alive(person, "ThanksPong by way of another host");
  person.move_to(scene.host);
  expect_alive(person, "ThanksPong by way of the first host again");
}

void detached_for_now(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  person.get<Disconnected>(person.detach(false), "Disconnected for a Detach");
  scene.visitors.run_for(25s);
  expect_alive(person, "ThanksPong of a client that left for 25 s");
}

void detached_for_good(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  person.get<Disconnected>(person.detach(), "Disconnected for a Detach");
  expect_unknown(person, "after a Detach for good");
  person.expect_failure(person.detach(), Code::no_connection, "for a second Detach");
}

void pongs_bring_the_clock(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  constexpr std::uint64_t second = 1'000'000'000;
  std::uint64_t last = 0;
  for (int round = 0; round < 3; ++round) {
    std::uint64_t const told =
        person.get<ThanksPong>(person.pong(), "ThanksPong for a pong").timestamp;
    scene.visitors.require(told > last && (last == 0 || told - last < 10 * second),
                           "the daemon's clock in nanoseconds, which goes on", "another number");
    last = told;
    scene.visitors.run_for(2s);
  }
}

void silence_and_pongs(Stage& stage) {
  HostScene scene{stage};
  Person const silent = scene.stranger();
  Person const alive = scene.stranger();
  VirtualTime const began = scene.visitors.now();
  scene.visitors.run_for(client_silence_max - 2s);
  expect_alive(alive, "ThanksPong of a client that was silent for 28 s");
  scene.visitors.run_for(began + expired_by + stage.slack() - scene.visitors.now());
  expect_unknown(silent, "for a client that was silent for 36 s");
  expect_alive(alive, "ThanksPong of a client whose last pong was 8 s ago");
}

void a_restart_within_the_first_ping(Stage& stage) {
  HostScene scene{stage};
  Person person = scene.stranger();
  // So that what is stored of its life, if that is written rarely, is old.
  scene.visitors.run_for(20s);
  expect_alive(person, "ThanksPong before the restart");
  scene.visitors.run_for(15s);
  expect_alive(person, "ThanksPong before the restart");
  scene.visitors.stop(StopSignal::terminate);
  scene.visitors.start();
  FakeHost after{scene.visitors};
  person.move_to(after);
  bool const pinged = scene.visitors.run_until(10s, [&] { return after.was_pinged(); });
  scene.visitors.require(pinged, "a ping of clients after a restart",
                         scene.visitors.nothing_came());
  expect_alive(person, "ThanksPong for the answer to the first ping after a restart");
}

void tokens_after_a_restart(Stage& stage) {
  HostScene scene{stage};
  Person person = scene.wizard();
  scene.visitors.stop(StopSignal::terminate);
  scene.visitors.start();
  FakeHost after{scene.visitors};
  person.move_to(after);
  auto const result =
      person.get<AttachResult>(Reattach{person.token(), person.auth(), {}, 0, 0, {}, {}},
                               "AttachResult for a Reattach after a restart");
  scene.visitors.require(result.success, "success", "none");
}

constexpr Case connection_case_list[] = {
    {requirement("client.establish.new"), "", "a connection's token works", any, a_new_connection,
     with_clients},
    {requirement("client.establish.objects"), "", "40 connections have 40 objects, and a restart",
     any, a_hundred_connections_and_a_restart, with_clients},
    {requirement("client.establish.live"), "", "a live id is not established again", any,
     a_live_id_again, with_clients},
    {requirement("client.establish.reserved"), "", "ids that begin like topics are refused", any,
     ids_like_topics, with_clients},
    {requirement("client.unknown"), "", "an unknown client is told so", any, an_unknown_client,
     with_clients},
    {requirement("client.token.bad"), "", "bad tokens are refused", any, tokens_that_are_bad,
     with_clients},
    {requirement("client.any-connection"), "", "another host may speak for a client", any,
     another_host_speaks_for_it, with_clients},
    {requirement("client.detach.stays"), "", "who left for 25 s is there", any, detached_for_now,
     with_clients},
    {requirement("client.detach.gone"), "", "who is gone is unknown", any, detached_for_good,
     with_clients},
    {requirement("client.pong.thanked"), "", "pongs bring the daemon's clock", any,
     pongs_bring_the_clock, with_clients},
    {requirement("client.expiry"), "", "28 s are survived, and 36 are not", any, silence_and_pongs,
     with_clients},
    {requirement("client.restart.kept"), "", "the first ping after a restart can be answered", any,
     a_restart_within_the_first_ping, with_clients},
    {requirement("client-token.restart"), "", "tokens outlive a restart", any,
     tokens_after_a_restart, with_clients},
};

}  // namespace

std::span<Case const> connection_cases() { return connection_case_list; }

}  // namespace drydock::conformance::daemon
