#pragma once

#include <deque>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/host/host.hpp"

namespace drydock::moor::host {

/// A host whose daemon, and whose people, are played by a test.
class TestHost {
 public:
  /// A request as the daemon sees it.
  struct Request {
    SocketName socket;
    Uuid id;  // Of the host or the client.
    std::variant<HostToDaemonMessageUnion, HostClientToDaemonMessageUnion> body;
    std::optional<std::string> token;

    template <class Message>
    Message const* as() const {
      auto const of_that_kind = []<class Other>(Other const& other) -> Message const* {
        if constexpr (std::is_same_v<Other, Message>) return &other;
        return nullptr;
      };
      return std::visit([&](auto const& kind) { return std::visit(of_that_kind, kind); }, body);
    }
  };

  explicit TestHost(Settings settings = {})
      : host_(with_listener(std::move(settings)), clock_, Rng{Seed{1}}), driver_(host_) {
    driver_.input(Started{});
  }

  Host& host() { return host_; }
  MachineDriver& driver() { return driver_; }

  // The daemon's connections.

  /// Every connection comes up that is not.
  void all_up() {
    for (SocketName const socket : sockets()) {
      if (!driver_.is_open(socket) || up_[socket] == driver_.opened(socket)) continue;
      up_[socket] = driver_.opened(socket);
      driver_.input(PeerUp{{socket}});
    }
  }
  void all_down() {
    for (SocketName const socket : sockets()) {
      if (up_[socket] != driver_.opened(socket)) continue;
      up_[socket] = 0;
      driver_.input(PeerDown{{socket}});
    }
  }
  /// Everything is up, the subscription settles, and the registration is acknowledged.
  void register_host() {
    all_up();
    advance(std::chrono::milliseconds{100});
    reply(next<RegisterHost>(), HostSuccess{DaemonToHostAck{}});
  }
  void advance(Duration duration) { driver_.advance(duration); }

  // What the host asks, and what it is answered.

  /// All requests since this was last asked; connections come up when they are needed.
  std::vector<Request> requests() {
    std::vector<Request> all;
    for (bool more = true; more;) {
      all_up();
      more = false;
      for (Send const& send : driver_.take_sent()) {
        if (send.to.socket == "events") {
          subscribed_.push_back(std::string(drydock::text_of(send.frames.at(0))));
          continue;
        }
        all.push_back(read(send));
        more = true;
      }
    }
    return all;
  }
  /// The next request, which has to be that one; none of the others before it.
  template <class Message>
  Request next() {
    for (Request& request : requests()) asked_.push_back(std::move(request));
    if (asked_.empty()) throw std::runtime_error("nothing was asked");
    Request const request = std::move(asked_.front());
    asked_.pop_front();
    if (request.as<Message>() == nullptr) throw std::runtime_error("something else was asked");
    return request;
  }
  /// Whether nothing more is asked.
  bool quiet() {
    for (Request& request : requests()) asked_.push_back(std::move(request));
    return asked_.empty();
  }
  void reply(Request const& request, ReplyResultUnion result) {
    driver_.receive(request.socket, {encode(ReplyResult{std::move(result)}).value()});
  }
  void reply(Request const& request, DaemonToClientReply result) {
    reply(request, ReplyResultUnion{ClientSuccess{std::move(result)}});
  }
  void refuse(Request const& request, RpcMessageErrorCode code) {
    reply(request, ReplyResultUnion{Failure{{code, "no", {}}}});
  }

  // Events.

  void publish(Frames frames) { driver_.receive("events", std::move(frames)); }
  void tell(Uuid const& client, ClientEventUnion event) {
    publish({client.to_bytes(), encode(ClientEvent{std::move(event)}).value()});
  }
  void broadcast(HostBroadcastEventUnion event) {
    publish({bytes_of("hosts"), encode(HostBroadcastEvent{std::move(event)}).value()});
  }
  void ping_hosts() { broadcast(HostBroadcastPingPong{}); }
  void ping_clients() {
    publish(
        {bytes_of("broadcast"), encode(ClientsBroadcastEvent{ClientsBroadcastPingPong{}}).value()});
  }
  void say(Uuid const& client, Var value) {
    NarrativeEvent event;
    event.event = NotifyEvent{std::move(value), {}, false, false, {}};
    tell(client, NarrativeEventMessage{ObjId{2}, std::move(event)});
  }

  // People.

  UserId arrive(Arrival arrival = {}) {
    Outbox out;
    UserId const user = host_.arrive(driver_.now(), std::move(arrival), out);
    apply(out);
    return user;
  }
  void act(UserId user, Action action) {
    Outbox out;
    host_.act(driver_.now(), user, std::move(action), out);
    apply(out);
  }
  void type(UserId user, std::string line) { act(user, TypeLine{std::move(line)}); }
  void leave(UserId user) {
    Outbox out;
    host_.leave(driver_.now(), user, out);
    apply(out);
  }
  /// Somebody who is connected and greeted; gives back their client id too.
  std::pair<UserId, Uuid> connect(Arrival arrival = {}) {
    UserId const user = arrive(std::move(arrival));
    advance(std::chrono::milliseconds{100});
    Request const establish = next<ConnectionEstablish>();
    reply(establish, NewConnection{{"client token"}, ObjId{-4}});
    reply(next<LoginCommand>(), LoginResult{});
    shown();
    return {user, establish.id};
  }
  /// Somebody who is logged in as #2.
  std::pair<UserId, Uuid> log_in() {
    auto const person = connect();
    type(person.first, "connect wizard secret");
    reply(next<LoginCommand>(), login());
    shown();
    return person;
  }
  static LoginResult login() {
    return {true, AuthToken{"auth token"}, ConnectType::connected, Obj{ObjId{2}}, 7};
  }

  /// What was shown since this was last asked.
  std::vector<ShownEvent> shown() {
    std::vector<ShownEvent> events;
    for (Shown& one : host_.take_shown()) events.push_back(std::move(one.event));
    return events;
  }
  /// What was subscribed to, and taken back, since this was last asked: `\1` or `\0` and the topic.
  std::vector<std::string> subscribed() {
    for (Request& request : requests()) asked_.push_back(std::move(request));
    return std::exchange(subscribed_, {});
  }

 private:
  static Settings with_listener(Settings settings) {
    if (settings.listeners.empty()) settings.listeners.push_back({8888, ObjId{0}});
    return settings;
  }
  /// More than the tests make the host open.
  static std::vector<SocketName> sockets() {
    return {"events", "rpc0",  "rpc1",  "rpc2",  "rpc3",  "rpc4",  "rpc5",  "rpc6",  "rpc7",
            "rpc8",   "rpc9",  "rpc10", "rpc11", "rpc12", "rpc13", "rpc14", "rpc15", "rpc16",
            "rpc17",  "rpc18", "rpc19", "rpc20", "rpc21", "rpc22", "rpc23", "rpc24", "rpc25",
            "rpc26",  "rpc27", "rpc28", "rpc29", "rpc30", "rpc31", "rpc32", "rpc33", "rpc34"};
  }
  void apply(Outbox& out) {
    for (Output& output : out) driver_.apply(std::move(output));
    host_.check_invariants();
  }
  /// As strict a reader as there can be: two frames, of which the first holds a copy of the second.
  static Request read(Send const& send) {
    if (send.frames.size() != 2) throw std::runtime_error("a request of another form");
    MessageType const envelope = decode_message_type(send.frames[0]).value();
    Request request{send.to.socket, {}, {}, {}};
    if (auto const* host = std::get_if<HostToDaemonMsg>(&envelope.message)) {
      if (decode_host_to_daemon(send.frames[1]).value() != host->message) {
        throw std::runtime_error("the envelope's copy differs");
      }
      request.id = host->host_id;
      request.body = host->message.message;
      request.token = host->token;
    } else {
      auto const& client = std::get<HostClientToDaemonMsg>(envelope.message);
      if (decode_client_to_daemon(send.frames[1]).value() != client.message) {
        throw std::runtime_error("the envelope's copy differs");
      }
      request.id = client.client_data;
      request.body = client.message.message;
    }
    return request;
  }

  SteadyWallClock clock_{WallTime::from_unix(std::chrono::seconds{1'800'000'000})};
  Host host_;
  MachineDriver driver_;
  std::map<SocketName, int> up_;
  std::deque<Request> asked_;
  std::vector<std::string> subscribed_;
};

template <class Event>
std::vector<Event> all_of(std::vector<ShownEvent> const& shown) {
  std::vector<Event> found;
  for (ShownEvent const& event : shown) {
    if (auto const* one = std::get_if<Event>(&event)) found.push_back(*one);
  }
  return found;
}

}  // namespace drydock::moor::host
