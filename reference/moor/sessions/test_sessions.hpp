#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "reference/machine/machine_driver.hpp"
#include "reference/machine/memory_store.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/sessions/sessions.hpp"
#include "reference/token/key_ring.hpp"

namespace drydock::moor::sessions {

// Two clients.
inline constexpr Uuid a{{1}};
inline constexpr Uuid b{{2}};

inline VirtualTime at(Duration since_start) { return VirtualTime{since_start}; }

/// Keeps one key, and a calendar that a test steps as it likes.
class TestAuthority : public Authority {
 public:
  explicit TestAuthority(bool strict)
      : checker_(strict ? token::TokenProfile::strict : token::TokenProfile::compatible, 1000),
        strict_(strict) {}

  WallTime wall_time(VirtualTime now) const override {
    return WallTime::from_unix(std::chrono::hours{490'000}) + now.time_since_epoch() + ahead;
  }
  Security security_of(std::string const&) const override { return Plain{}; }
  bool allows(std::string const& user_id) const override { return !barred.contains(user_id); }
  Result<std::string> issue(VirtualTime now, token::ClientToken const& token) override {
    return mint(now, token, client_lifetime);
  }
  Result<std::string> issue(VirtualTime now, token::AuthToken const& token) override {
    return mint(now, token, auth_lifetime);
  }
  token::Accepted<token::Checked<token::ClientToken>> check_client(
      WallTime now, std::string_view token) override {
    return checker_.anyones<token::ClientToken>(token, around(now));
  }
  token::Accepted<token::Checked<token::AuthToken>> check_auth(WallTime now,
                                                               std::string_view token) override {
    return checker_.anyones<token::AuthToken>(token, around(now));
  }
  token::Accepted<token::Checked<token::ClientToken>> check_ended_client(
      WallTime now, std::string_view token) override {
    auto circumstances = around(now);
    circumstances.leeway = Duration::max();
    return checker_.anyones<token::ClientToken>(token, circumstances);
  }
  token::Accepted<void> check_host(VirtualTime now, std::optional<std::string> const& token,
                                   Uuid const& host_id, std::string const&) override {
    return checker_.host(token.value_or(""), host_id, around(wall_time(now))).map([](auto const&) {
    });
  }
  void take_back(std::string const& token_id, WallTime expires) override {
    revocations_.revoke(token_id, expires);
  }

  template <class Token>
  Result<std::string> mint(VirtualTime now, Token const& token, Duration lifetime) {
    if (!has_key) return fail("there is no key");
    std::optional<token::Stamp> stamp;
    if (strict_) stamp = {wall_time(now).whole_seconds(), lifetime, Uuid::random(rng_)};
    return token::mint(token, key_, stamp);
  }

  Duration ahead{0};
  Duration client_lifetime = std::chrono::hours{1};
  Duration auth_lifetime = std::chrono::hours{24};
  std::set<std::string> barred;
  bool has_key = true;

 private:
  token::Circumstances around(WallTime now) const { return {keys_.keys(), revocations_, now}; }

  Rng rng_{Seed{5}};
  token::SecretKey key_ = token::SecretKey::from_seed({});
  drydock::token::KeyRing keys_{key_};
  drydock::token::Revocations revocations_;
  token::TokenChecker checker_;
  bool strict_;
};

/// Runs no programs: it answers every message at once, logs in whom the words name, and notes what
/// it is told.
class TestTasks : public TaskDesk {
 public:
  struct Left {
    Uuid client_id;
    Gone why;
    bool last_of_player;
    friend bool operator==(Left const&, Left const&) = default;
  };

  TestTasks(RpcPort const& port, ConnectionDesk& its_desk) : desk(its_desk), port_(port) {}

  /// `connect 5` logs in as #5.
  void on(VirtualTime now, Asker const& asker, LoginCommand const& m, Outbox& out) override {
    heard.emplace_back("LoginCommand");
    if (m.connect_args.size() != 2) return accept(asker, LoginResult{}, out);
    Obj const player = ObjId{std::stoi(m.connect_args[1])};
    auto const token = desk.log_in(now, asker.client_id, player, std::nullopt, out);
    if (!token) {
      return port_.refuse(asker.reply, RpcMessageErrorCode::internal_error, token.error().message,
                          out);
    }
    if (m.do_attach) desk.announce(asker.client_id);
    accept(asker, LoginResult{true, moor::AuthToken{*token}, {}, player, flags_of(player)}, out);
  }
  void on(VirtualTime, Asker const& asker, Command const&, Outbox& out) override {
    note(asker, "Command");
    accept(asker, TaskSubmitted{next_task_++}, out);
  }
  void on(VirtualTime, Asker const& asker, InvokeVerb const&, Outbox& out) override {
    note(asker, "InvokeVerb");
    accept(asker, TaskSubmitted{next_task_++}, out);
  }
  void on(VirtualTime, Asker const& asker, RequestedInput const&, Outbox& out) override {
    note(asker, "RequestedInput");
    accept(asker, InputThanks{}, out);
  }
  void on(VirtualTime, Asker const& asker, OutOfBand const&, Outbox& out) override {
    note(asker, "OutOfBand");
    accept(asker, TaskSubmitted{next_task_++}, out);
  }
  void on(VirtualTime, Asker const& asker, Eval const&, Outbox& out) override {
    note(asker, "Eval");
    accept(asker, EvalResult{1}, out);
  }
  void on(VirtualTime, Asker const& asker, InvokeSystemHandler const&, Outbox& out) override {
    note(asker, "InvokeSystemHandler");
    accept(asker, SystemHandlerResponseReply{SystemHandlerSuccess{1}}, out);
  }
  void on(VirtualTime, Asker const& asker, CallSystemVerb const&, Outbox& out) override {
    note(asker, "CallSystemVerb");
    accept(asker, VerbCallResponse{VerbCallSuccess{1, {}}}, out);
  }
  void on(VirtualTime, Asker const& asker, RequestSysProp const&, Outbox& out) override {
    note(asker, "RequestSysProp");
    accept(asker, SysPropValue{}, out);
  }
  void on(VirtualTime, Asker const& asker, Verbs const&, Outbox& out) override {
    note(asker, "Verbs");
    accept(asker, VerbsReply{}, out);
  }
  void on(VirtualTime, Asker const& asker, Properties const&, Outbox& out) override {
    note(asker, "Properties");
    accept(asker, PropertiesReply{}, out);
  }
  void on(VirtualTime, Asker const& asker, Retrieve const&, Outbox& out) override {
    note(asker, "Retrieve");
    port_.refuse(asker.reply, RpcMessageErrorCode::entity_retrieval_error, "no", out);
  }
  void on(VirtualTime, Asker const& asker, Resolve const&, Outbox& out) override {
    note(asker, "Resolve");
    accept(asker, ResolveResult{1}, out);
  }
  void on(VirtualTime, Asker const& asker, ListObjects const&, Outbox& out) override {
    note(asker, "ListObjects");
    accept(asker, ListObjectsReply{}, out);
  }
  void on(VirtualTime, Asker const& asker, Program const&, Outbox& out) override {
    note(asker, "Program");
    accept(asker, VerbProgramResponseReply{VerbProgramSuccess{ObjId{0}, "v"}}, out);
  }
  void on(VirtualTime, Asker const& asker, UpdateProperty const&, Outbox& out) override {
    note(asker, "UpdateProperty");
    accept(asker, PropertyUpdated{}, out);
  }
  void on(VirtualTime, Asker const& asker, BatchWorldState const&, Outbox& out) override {
    note(asker, "BatchWorldState");
    accept(asker, BatchWorldStateReply{}, out);
  }

  bool is_player(Obj const& object) const override { return players.contains(object); }
  std::uint16_t flags_of(Obj const& object) const override { return is_player(object) ? 1 : 0; }
  void arrived(VirtualTime, Uuid const& client_id, ConnectType type, Obj const&, Outbox&) override {
    arrivals.push_back(type);
    if (type != ConnectType::no_connect) desk.announce(client_id);
  }
  bool gone(VirtualTime, Connection const& connection, Gone why, bool last_of_player,
            Outbox&) override {
    left.push_back({connection.client_id, why, last_of_player});
    return false;
  }
  std::vector<Counter> counted(std::string_view category) const override {
    if (category == "sched") return {{Symbol{"task"}, static_cast<std::int64_t>(next_task_), 0}};
    return {};
  }

  ConnectionDesk& desk;
  std::set<Obj> players = {ObjId{2}, ObjId{3}};
  /// The messages that came, and who stood behind the last.
  std::vector<std::string> heard;
  std::optional<Obj> last_player;
  std::vector<ConnectType> arrivals;
  std::vector<Left> left;

 private:
  void note(Asker const& asker, char const* message) {
    heard.emplace_back(message);
    last_player = asker.player;
  }
  template <class Answer>
  void accept(Asker const& asker, Answer answer, Outbox& out) {
    port_.accept(asker.reply, DaemonToClientReply{std::move(answer)}, out);
  }

  RpcPort const& port_;
  std::uint64_t next_task_ = 0;
};

/// The client side of a daemon, whose hosts and programs are played by a test.
class TestSessions {
 public:
  struct Published {
    std::string topic;  // A client's is its UUID.
    std::variant<ClientEventUnion, ClientsBroadcastEventUnion, HostBroadcastEventUnion> event;

    template <class Event>
    Event const* as() const {
      auto const of_that_kind = []<class Other>(Other const& other) -> Event const* {
        if constexpr (std::is_same_v<Other, Event>) return &other;
        return nullptr;
      };
      return std::visit([&](auto const& kind) { return std::visit(of_that_kind, kind); }, event);
    }
  };

  explicit TestSessions(Settings settings = {})
      : authority(settings.strict), settings_(std::move(settings)) {
    settings_.hold_max = settings_.return_hold_max = Duration{0};
    start();
  }
  explicit TestSessions(Defect defect) : TestSessions(with(defect)) {}
  static Settings with(Defect defect) {
    Settings settings;
    settings.defects.add(defect);
    return settings;
  }
  static Settings strict() {
    Settings settings;
    settings.strict = true;
    return settings;
  }

  /// Another process on the same records, at the same time of the calendar.
  void start() {
    if (driver_) authority.ahead += driver_->now().time_since_epoch();
    driver_.reset();
    sessions_ = std::make_unique<Sessions>(
        settings_, authority, store,
        [this](RpcPort const& port, ConnectionDesk& desk) {
          auto made = std::make_unique<TestTasks>(port, desk);
          tasks_ = made.get();
          return made;
        },
        [rng = Rng{Seed{6}}](std::span<std::uint8_t> bytes) mutable {
          rng.fill(bytes.data(), bytes.size());
        });
    driver_ = std::make_unique<MachineDriver>(*sessions_);
    driver_->input(Started{});
  }

  MachineDriver& driver() { return *driver_; }
  TestTasks& tasks() { return *tasks_; }
  Connections const& connections() const { return sessions_->connections(); }
  VirtualTime now() const { return driver_->now(); }
  void advance(Duration duration) { driver_->advance(duration); }
  /// What a program does through the desk, in one commit.
  template <class Deed>
  void program(Deed deed) {
    Outbox out;
    deed(tasks_->desk, out);
    for (Output& output : out) driver_->apply(std::move(output));
  }

  /// Sends frames as a REQ would, and reads the one reply that must come.
  ReplyResultUnion ask(Frames frames, std::string const& user_id = {}) {
    frames.insert(frames.begin(), Frame{});
    Route const route{++route_};
    driver_->input(Received{{RpcPort::socket, route}, std::move(frames), user_id});
    std::optional<ReplyResultUnion> reply;
    for (Send const& send : take(RpcPort::socket)) {
      if (reply || send.to.route != route || send.frames.size() != 2) {
        throw std::runtime_error("not one reply");
      }
      reply = decode_reply_result(send.frames[1]).value().result;
    }
    return reply.value();
  }
  ReplyResultUnion ask(Uuid const& client_id, HostClientToDaemonMessageUnion message,
                       std::string const& user_id = {}) {
    return ask(request_frames(client_id, HostClientToDaemonMessage{std::move(message)}).value(),
               user_id);
  }
  ReplyResultUnion ask_as_host(Uuid const& host_id, HostToDaemonMessageUnion message,
                               std::optional<std::string> token = {}) {
    return ask(
        request_frames(host_id, HostToDaemonMessage{std::move(message)}, std::move(token)).value());
  }
  /// The reply of that kind; throws where it is another.
  template <class Answer>
  Answer get(Uuid const& client_id, HostClientToDaemonMessageUnion message) {
    auto reply = ask(client_id, std::move(message));
    return std::get<Answer>(std::get<ClientSuccess>(reply).reply);
  }

  std::string establish(Uuid const& client_id) {
    return get<NewConnection>(client_id, ConnectionEstablish{"here", 7, 8}).client_token.token;
  }
  struct Tokens {
    moor::ClientToken client;
    moor::AuthToken auth;
  };
  /// A fresh connection that logs in.
  Tokens connect(Uuid const& client_id, int player = 2) {
    moor::ClientToken const client{establish(client_id)};
    return {client, log_in(client_id, client, player)};
  }
  moor::AuthToken log_in(Uuid const& client_id, moor::ClientToken const& token, int player) {
    return get<LoginResult>(
               client_id, LoginCommand{token, ObjId{0}, {"connect", std::to_string(player)}, true})
        .auth_token.value();
  }
  /// Whether a command with these tokens is submitted.
  bool obeys(Uuid const& client_id, Tokens const& tokens) {
    auto const reply = ask(client_id, Command{tokens.client, tokens.auth, ObjId{0}, "look"});
    return std::holds_alternative<ClientSuccess>(reply);
  }

  /// What was published since this was last asked, in order.
  std::vector<Published> published() {
    std::vector<Published> all;
    for (Send const& send : take(EventChannel::socket)) {
      if (send.frames.size() != 2) throw std::runtime_error("an event of other than two frames");
      ByteView const topic{send.frames[0]};
      ByteView const payload{send.frames[1]};
      auto const kind = topic_of(topic);
      if (kind == EventTopic::hosts) {
        all.push_back({"hosts", decode_host_broadcast(payload).value().event});
      } else if (kind == EventTopic::broadcast) {
        all.push_back({"broadcast", decode_clients_broadcast(payload).value().event});
      } else {
        all.push_back(
            {Uuid::from_bytes(topic).value().text(), decode_client_event(payload).value().event});
      }
    }
    return all;
  }
  template <class Event>
  std::vector<Event> events_of(Uuid const& client_id) {
    std::vector<Event> events;
    for (Published const& one : published()) {
      auto const* event = one.as<Event>();
      if (event != nullptr && one.topic == client_id.text()) events.push_back(*event);
    }
    return events;
  }

  MemoryStore store;
  TestAuthority authority;

 private:
  std::vector<Send> take(SocketName socket) {
    for (Send& send : driver_->take_sent()) sent_.push_back(std::move(send));
    std::vector<Send> taken;
    std::vector<Send> rest;
    for (Send& send : sent_) (send.to.socket == socket ? taken : rest).push_back(std::move(send));
    sent_ = std::move(rest);
    return taken;
  }

  Settings settings_;
  std::unique_ptr<Sessions> sessions_;
  TestTasks* tasks_ = nullptr;
  std::unique_ptr<MachineDriver> driver_;
  std::vector<Send> sent_;
  std::uint64_t route_ = 0;
};

/// The code of a failure; nothing for a success.
inline std::optional<RpcMessageErrorCode> code_of(ReplyResultUnion const& reply) {
  auto const* failure = std::get_if<Failure>(&reply);
  if (failure == nullptr) return std::nullopt;
  return failure->error.error_code;
}

inline SystemMessageEvent text_event(std::string text) { return {ObjId{2}, std::move(text)}; }

}  // namespace drydock::moor::sessions
