#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/person.hpp"
#include "conformance/moor/daemon/raw_requests.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/heard.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using namespace std::chrono_literals;
using Code = RpcMessageErrorCode;

Listener at(std::string address) { return {ObjId{0}, std::move(address)}; }

RegisterHost registration(Uuid const& id, std::vector<Listener> listeners) {
  return {id, 0, HostType::tcp, std::move(listeners)};
}
HostPong pong(Uuid const& id, std::vector<Listener> listeners) {
  return {id, 0, HostType::tcp, std::move(listeners)};
}

/// Hosts that show tokens speak under their own id only.
Uuid fresh_host(FakeHost& host) { return host.token() ? host.id() : host.visitors().new_id(); }

void acknowledge(FakeHost& host, Uuid const& id, HostToDaemonMessageUnion message) {
  host.expect_own<DaemonToHostAck>(host.ask_own(id, std::move(message)),
                                   "DaemonToHostAck for a message of a host");
}

/// Where hosts listen, as a program sees it; skips the case where none does.
std::string listeners_seen(Person const& wizard) {
  RpcAnswer const answer = wizard.ask(wizard.eval_of("return toliteral(listeners());"));
  auto const* result = answer.as<EvalResult>();
  auto const* text = result == nullptr ? nullptr : result->result.as<std::string>();
  if (text == nullptr) skip_case("no program sees listeners in this core");
  return *text;
}

bool has(std::string const& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

void any_host_is_acknowledged(Stage& stage) {
  HostScene scene{stage};
  Uuid const first = fresh_host(scene.host);
  acknowledge(scene.host, first, registration(first, {at("127.0.0.1:7001")}));
  acknowledge(scene.host, first, pong(first, {at("127.0.0.1:7001")}));
  Uuid const second = fresh_host(scene.host);
  acknowledge(scene.host, second, pong(second, {}));
}

void lists_are_replaced(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Uuid const id = fresh_host(scene.host);
  acknowledge(scene.host, id, registration(id, {at("127.0.0.1:7001"), at("127.0.0.1:7002")}));
  std::string const first = listeners_seen(wizard);
  scene.visitors.require(has(first, "7001") && has(first, "7002"), "both listeners", first);
  acknowledge(scene.host, id, pong(id, {at("127.0.0.1:7003")}));
  std::string const second = listeners_seen(wizard);
  bool const is_replaced = has(second, "7003") && !has(second, "7001") && !has(second, "7002");
  scene.visitors.require(is_replaced, "the listener of the last message alone", second);
}

void a_host_detaches_twice(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Uuid const id = fresh_host(scene.host);
  acknowledge(scene.host, id, registration(id, {at("127.0.0.1:7001")}));
  scene.visitors.require(has(listeners_seen(wizard), "7001"), "its listener", "none");
  acknowledge(scene.host, id, DetachHost{id});
  scene.visitors.require(!has(listeners_seen(wizard), "7001"), "no listener of a detached host",
                         "one");
  acknowledge(scene.host, id, DetachHost{id});
}

void clients_outlive_their_host(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  acknowledge(scene.host, scene.host.id(), registration(scene.host.id(), {}));
  acknowledge(scene.host, scene.host.id(), DetachHost{scene.host.id()});
  person.get<ThanksPong>(person.pong(), "ThanksPong for a client of a host that detached");
}

void a_host_id_of_another_length(Stage& stage) {
  HostScene scene{stage};
  auto const frames = request_frames(scene.host.id(), HostToDaemonMessage{DetachHost{}});
  ENSURE(frames.has_value());
  for (std::size_t const length : {0u, 15u, 17u}) {
    RpcAnswer const answer = scene.host.ask_raw({host_envelope(Bytes(length, 7)), (*frames)[1]});
    scene.host.expect_failure(answer, Code::invalid_request,
                              "for a host id of other than 16 bytes");
  }
}

void an_unknown_type(Stage& stage) {
  HostScene scene{stage};
  RegisterHost message = registration(scene.host.id(), {});
  message.host_type = HostType::web_socket;
  auto const frames = request_frames(scene.host.id(), HostToDaemonMessage{message},
                                     scene.host.token(), generous_limits());
  ENSURE(frames.has_value());
  RpcAnswer const answer =
      scene.host.ask_raw({(*frames)[0], with_byte((*frames)[1], "RegisterHost", "host_type", 9)});
  scene.host.expect_failure(answer, Code::invalid_request, "for an unknown host type");
}

void addresses(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Uuid const id = fresh_host(scene.host);
  RpcAnswer const answer = scene.host.ask_own(
      id, registration(id, {at("1.2.3.4:7001"), at("[::1]:7002"), at("no address 7003")}));
  // A daemon may refuse the whole list.
  if (answer.is(Code::invalid_request)) {
    acknowledge(scene.host, id, registration(id, {at("1.2.3.4:7001"), at("[::1]:7002")}));
  }
  std::string const seen = listeners_seen(wizard);
  scene.visitors.require(has(seen, "7001") && has(seen, "7002"), "both addresses", seen);
  scene.visitors.require(!has(seen, "7003"), "nothing for what is no address", seen);
}

/// When something came on that topic.
std::vector<VirtualTime> times_of(FakeHost const& host, std::string_view topic) {
  std::vector<VirtualTime> times;
  for (Inbox::Message const& message : host.publications().messages) {
    bool const is_it = !message.frames.empty() && drydock::text_of(message.frames[0]) == topic;
    if (is_it) times.push_back(message.at);
  }
  return times;
}

void pings(Stage& stage) {
  constexpr Duration period_max = 6s;
  HostScene scene{stage};
  VirtualTime const began = scene.visitors.now();
  scene.visitors.run_for(20s);
  for (std::string_view const topic : {hosts_topic, broadcast_topic}) {
    VirtualTime last = began;
    std::vector<VirtualTime> times = times_of(scene.host, topic);
    times.push_back(scene.visitors.now());
    for (VirtualTime const time : times) {
      scene.visitors.require(time - last <= period_max + stage.slack(),
                             fmt::format("a ping on `{}` at least every 6 s", topic), "a gap");
      last = time;
    }
  }
}

void frames_of_events(Stage& stage) {
  HostScene scene{stage};
  Person person = scene.stranger();
  person.try_login({});  // Most cores have a word of welcome.
  scene.visitors.run_for(6s);
  auto const& messages = scene.host.publications().messages;
  scene.visitors.require(!messages.empty(), "events", "none");
  for (Inbox::Message const& message : messages) {
    bool const is_event = message.frames.size() == 2 && topic_of(message.frames[0]).has_value();
    scene.visitors.require(is_event, "two frames, the first a topic", "another message");
  }
}

void silent_hosts(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Uuid const id = fresh_host(scene.host);
  acknowledge(scene.host, id, registration(id, {at("127.0.0.1:7001")}));
  for (int round = 0; round < 2; ++round) {
    scene.visitors.run_for(9500ms);
    scene.visitors.require(has(listeners_seen(wizard), "7001"), "a host that was heard 9.5 s ago",
                           "none");
    acknowledge(scene.host, id, pong(id, {at("127.0.0.1:7001")}));
    wizard.get<ThanksPong>(wizard.pong(), "ThanksPong for a pong");
  }
  scene.visitors.run_for(8s);
  wizard.get<ThanksPong>(wizard.pong(), "ThanksPong for a pong");
  scene.visitors.run_for(8s + stage.slack());
  scene.visitors.require(!has(listeners_seen(wizard), "7001"), "no host that was silent for 16 s",
                         "one");
}

void features_and_counters(Stage& stage) {
  HostScene scene{stage};
  scene.host.expect_served();
  auto const counters = scene.host.expect_own<DaemonToHostPerfCounters>(
      scene.host.ask_own(RequestPerformanceCounters{}),
      "DaemonToHostPerfCounters for a RequestPerformanceCounters");
  std::vector<std::string> categories;
  for (CounterCategory const& one : counters.counters) categories.push_back(one.category.text);
  std::sort(categories.begin(), categories.end());
  scene.visitors.require(categories == std::vector<std::string>{"bf", "db", "sched"},
                         "the categories sched, db and bf", "others");
}

/// Of a program that asks for it; skips the case where none can.
void ask_to_listen(Person const& wizard, std::string const& what) {
  RpcAnswer const answer = wizard.ask(wizard.eval_of(what + " return 1;"));
  if (answer.as<EvalResult>() == nullptr) skip_case("no program can listen in this core");
}

template <class T>
std::vector<T> host_events(FakeHost const& host, std::size_t from) {
  std::vector<T> found;
  for (auto const& event : host.host_events(from)) {
    if (auto const* one = std::get_if<T>(&event)) found.push_back(*one);
  }
  return found;
}

void listen_and_unlisten(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  ask_to_listen(wizard, "listen(#0, 7099);");
  bool const listens = scene.visitors.run_until(
      reply_within, [&] { return !host_events<HostBroadcastListen>(scene.host, 0).empty(); });
  scene.visitors.require(listens, "HostBroadcastListen for a listen()",
                         scene.visitors.nothing_came());
  auto const listen = host_events<HostBroadcastListen>(scene.host, 0).front();
  bool const is_it = listen.handler_object == Obj{ObjId{0}} && listen.port == 7099 &&
                     listen.host_type == HostType::tcp;
  scene.visitors.require(is_it, "handler, type and port as they were given", "others");
  ask_to_listen(wizard, "unlisten(7099);");
  bool const ends = scene.visitors.run_until(
      reply_within, [&] { return !host_events<HostBroadcastUnlisten>(scene.host, 0).empty(); });
  scene.visitors.require(ends, "HostBroadcastUnlisten for an unlisten()",
                         scene.visitors.nothing_came());
  auto const unlisten = host_events<HostBroadcastUnlisten>(scene.host, 0).front();
  scene.visitors.require(unlisten.port == 7099, "the port as it was given", "another");
}

void a_host_that_comes_later(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  ask_to_listen(wizard, "listen(#0, 7099);");
  scene.visitors.run_for(1s);
  std::size_t const before = scene.host.publications().messages.size();
  Uuid const id = fresh_host(scene.host);
  acknowledge(scene.host, id, registration(id, {}));
  bool const repeated = scene.visitors.run_until(
      reply_within, [&] { return !host_events<HostBroadcastListen>(scene.host, before).empty(); });
  scene.visitors.require(repeated, "the open Listen once more for a host that comes later",
                         scene.visitors.nothing_came());
}

void a_pong_after_a_restart(Stage& stage) {
  HostScene scene{stage};
  scene.wizard();  // Skips where there is none.
  scene.visitors.stop(StopSignal::terminate);
  scene.visitors.start();
  FakeHost after{scene.visitors};
  Uuid const id = fresh_host(after);
  acknowledge(after, id, pong(id, {at("127.0.0.1:7001")}));
  std::string const seen = listeners_seen(scene.wizard_at(after));
  scene.visitors.require(has(seen, "7001"), "the listener of a host that only ponged", seen);
}

constexpr Case host_case_list[] = {
    {requirement("host.acknowledged"), "", "any host is acknowledged", any,
     any_host_is_acknowledged, with_clients},
    {requirement("host.listeners"), "", "each message replaces the listeners", any,
     lists_are_replaced, with_clients},
    {requirement("host.detach"), "", "a host detaches, and once more", any, a_host_detaches_twice,
     with_clients},
    {requirement("host.detach.clients"), "", "clients outlive their host", any,
     clients_outlive_their_host, with_clients},
    {requirement("host.id.length"), "", "a host id of another length is refused", any,
     a_host_id_of_another_length, with_clients},
    {requirement("host.type.unknown"), "", "host type 9 is refused", any, an_unknown_type,
     with_clients},
    {requirement("host.address"), "", "addresses are listed, and others not", any, addresses,
     with_clients},
    {requirement("host.ping.period"), "", "pings come for 20 s", any, pings, with_clients},
    {requirement("host.event.frames"), "", "events are a topic and a payload", any,
     frames_of_events, with_clients},
    {requirement("host.expiry"), "", "9.5 s are survived, and 16 are not", any, silent_hosts,
     with_clients},
    {requirement("host.features"), "", "features and counters are told to strangers", any,
     features_and_counters, with_clients},
    {requirement("host.listen"), "", "listen and unlisten are broadcast", any, listen_and_unlisten,
     with_clients},
    {requirement("host.listen.repeated"), "", "a later host is told too", any,
     a_host_that_comes_later, with_clients},
    {requirement("host.restart.readopts"), "", "a pong is enough after a restart", any,
     a_pong_after_a_restart, with_clients},
};

}  // namespace

std::span<Case const> host_cases() { return host_case_list; }

}  // namespace drydock::conformance::daemon
