#pragma once

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "reference/machine/machine_driver.hpp"
#include "reference/machine/memory_store.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/var_text.hpp"
#include "reference/moor/tasks/task_front.hpp"

// A daemon's other half for tests: connections as they are, events and replies as lists, and a
// machine around a TaskFront, which can be started anew over the same store.

namespace drydock::moor::tasks {

using Lines = std::vector<std::string>;

// Players of the small world, by object number.
inline constexpr int wizard = 2;
inline constexpr int alice = 12;
inline constexpr int bob = 13;

struct Heard {
  Uuid client;
  ClientEventUnion event;
};

class TestDesk final : public sessions::ConnectionDesk {
 public:
  explicit TestDesk(RecordStore& store) : connections_({}, store) {}
  sessions::Connections& all() { return connections_; }

  sessions::Connections const& connections() const override { return connections_; }
  Result<std::string> log_in(VirtualTime, Uuid const& client, Obj const& player,
                             std::optional<sessions::Arrival> const& arrival, Outbox&) override {
    logins.emplace_back(client, player);
    if (auto const set = connections_.set_player(client, player, arrival); !set)
      return tl::make_unexpected(set.error());
    return "token of " + text_of(player);
  }
  void announce(Uuid const& client) override {
    announced.push_back(client);
    connections_.announce(client);
  }
  void publish(Uuid const& client, ClientEventUnion event, Outbox&) override {
    heard.push_back({client, std::move(event)});
  }
  void switch_player(VirtualTime, Uuid const& client, Obj const& player, Outbox& out) override {
    (void)connections_.set_player(client, player);
    publish(client, PlayerSwitchedEvent{player, {"token of " + text_of(player)}}, out);
  }
  void boot(VirtualTime now, Obj const& target, Outbox& out) override {
    for (Uuid const& client : connections_.clients_of(target)) {
      publish(client, DisconnectEvent{}, out);
      remove(now, client, sessions::Gone::booted, out);
    }
  }
  void remove(VirtualTime now, Uuid const& client, sessions::Gone why, Outbox& out) {
    auto const connection = connections_.remove(client);
    bool const last = connection->player && connections_.clients_of(*connection->player).empty();
    front->gone(now, *connection, why, last, out);
  }
  void set_option(VirtualTime, Obj const& connection, Symbol const& name, Var const& value,
                  Outbox& out) override {
    auto const client = connections_.client_of(connection);
    (void)connections_.set_attribute(*client, name, value);
    publish(*client, SetConnectionOptionEvent{connection, name, value}, out);
  }
  void listen(VirtualTime, HostBroadcastListen const& listen, Outbox&) override {
    listens.push_back(listen);
  }
  void unlisten(VirtualTime, HostBroadcastUnlisten const& unlisten, Outbox&) override {
    unlistens.push_back(unlisten);
  }
  std::vector<Listener> listeners() const override { return {{ObjId{0}, "127.0.0.1:7777"}}; }
  void set_event_log_key(Obj const& player, std::string const& key, Outbox&) override {
    keys.emplace_back(player, key);
  }
  void keep(Obj const& player, NarrativeEvent const& event) override {
    pending.emplace_back(player, event);
  }
  void store_kept(Outbox&) override {
    for (auto& one : std::exchange(pending, {})) kept.push_back(std::move(one));
  }

  sessions::TaskDesk* front = nullptr;
  std::vector<Heard> heard;
  std::vector<std::pair<Uuid, Obj>> logins;
  std::vector<Uuid> announced;
  std::vector<HostBroadcastListen> listens;
  std::vector<HostBroadcastUnlisten> unlistens;
  std::vector<std::pair<Obj, std::string>> keys;
  std::vector<std::pair<Obj, NarrativeEvent>> pending;
  std::vector<std::pair<Obj, NarrativeEvent>> kept;

 private:
  sessions::Connections connections_;
};

class TestWorkers final : public WorkerDesk {
 public:
  void ask(VirtualTime, Uuid const& request, CallerRequest const& request_, Outbox&) override {
    asked.emplace_back(request, request_);
  }
  List workers(VirtualTime) const override { return {{list_of({"echo", 1})}}; }
  std::optional<std::string> rotate_enrollment_token() override { return "a-new-token"; }

  std::vector<std::pair<Uuid, CallerRequest>> asked;
};

class TaskStage {
 public:
  explicit TaskStage(Settings settings = {}) : settings_(settings) { start(); }

  /// The daemon ends without a word, and another one starts over the same store.
  void restart() {
    machine_.reset();
    store_.begin_anew();
    start();
  }
  void stop() {
    Outbox out;
    machine_->front.stop(now(), out);
    collect(out);
  }

  TaskFront& front() { return machine_->front; }
  TestDesk& desk() { return machine_->desk; }
  TestWorkers& workers() { return workers_; }
  MemoryStore& store() { return store_; }
  VirtualTime now() const { return at_ + (driver_->now() - VirtualTime{}); }
  std::vector<Heard>& heard() { return heard_; }
  std::vector<Heard> const& heard_so_far() const { return heard_; }

  /// A client, logged in as that player if one is named.
  Uuid connect(int player = -1) {
    Uuid const id = Uuid::random(rng_);
    sessions::Connection arrival{id, {}};
    arrival.origin.peer_addr = "example.org";
    if (player >= 0) arrival.player = ObjId{player};
    if (!desk().all().establish(now(), arrival)) throw std::runtime_error("no connection");
    return id;
  }
  void detach(Uuid const& client, sessions::Gone why = sessions::Gone::detached) {
    Outbox out;
    desk().remove(now(), client, why, out);
    collect(out);
  }

  /// Asks; the number names the reply.
  template <class Message>
  std::uint64_t ask(Uuid const& client, Message const& message) {
    std::uint64_t const number = ++asked_;
    sessions::Asker asker{{{"rpc", Route{number}}, {Frame{}}}, client, std::nullopt};
    if (auto const* connection = desk().all().find(client)) asker.player = connection->player;
    Outbox out;
    front().on(now(), asker, message, out);
    collect(out);
    return number;
  }
  /// The reply to what was asked, if it is there; more than one is an error.
  std::optional<ReplyResultUnion> reply(std::uint64_t number) const {
    auto const found = replies_.find(number);
    if (found == replies_.end()) return std::nullopt;
    return found->second;
  }
  template <class Reply>
  Reply accepted(std::uint64_t number) const {
    auto const found = reply(number);
    if (!found) throw std::runtime_error("no reply");
    if (auto const* failure = std::get_if<Failure>(&*found))
      throw std::runtime_error("refused: " + failure->error.message.value_or("a task error"));
    return std::get<Reply>(std::get<ClientSuccess>(*found).reply);
  }
  RpcMessageError refused(std::uint64_t number) const {
    return std::get<Failure>(reply(number).value()).error;
  }
  template <class Reply, class Message>
  Reply get(Uuid const& client, Message const& message) {
    return accepted<Reply>(ask(client, message));
  }

  std::uint64_t command(Uuid const& client, std::string text) {
    return get<TaskSubmitted>(client, Command{{}, {}, ObjId{0}, std::move(text)}).task_id;
  }
  std::uint64_t invoke(Uuid const& client, int object, std::string verb,
                       std::vector<Var> args = {}) {
    return get<TaskSubmitted>(
               client,
               InvokeVerb{{}, {}, ObjectRefId{ObjId{object}}, {std::move(verb)}, std::move(args)})
        .task_id;
  }
  std::uint64_t ask_eval(Uuid const& client, std::string code) {
    return ask(client, Eval{{}, {}, std::move(code)});
  }
  std::string eval(Uuid const& client, std::string code) {
    return to_literal(accepted<EvalResult>(ask_eval(client, std::move(code))).result);
  }
  std::uint64_t login(Uuid const& client, std::vector<std::string> words, bool attach = true) {
    LoginCommand asked;
    asked.handler_object = ObjId{0};
    asked.connect_args = std::move(words);
    asked.do_attach = attach;
    return ask(client, asked);
  }

  void advance(Duration duration) {
    driver_->advance(duration);
    collect_sent();
  }
  void answer(std::size_t which, WorkerOutcome outcome) {
    Outbox out;
    front().on_answer(now(), workers_.asked.at(which).first, std::move(outcome), out);
    collect(out);
  }

  /// What a client heard, one line each: `say TEXT`, `success 3 VALUE`, `error 3`, `suspended 3`.
  std::vector<std::string> lines(Uuid const& client) const {
    std::vector<std::string> lines;
    for (Heard const& one : heard_) {
      if (one.client == client) lines.push_back(line_of(one.event));
    }
    return lines;
  }
  std::vector<std::string> take_lines(Uuid const& client) {
    auto taken = lines(client);
    std::erase_if(heard_, [&](Heard const& one) { return one.client == client; });
    return taken;
  }
  template <class Event>
  std::vector<Event> events(Uuid const& client) const {
    std::vector<Event> found;
    for (Heard const& one : heard_) {
      auto const* event = std::get_if<Event>(&one.event);
      if (one.client == client && event != nullptr) found.push_back(*event);
    }
    return found;
  }
  int ends_of(std::uint64_t task) const {
    int count = 0;
    for (Heard const& one : heard_) {
      auto const* success = std::get_if<TaskSuccessEvent>(&one.event);
      auto const* error = std::get_if<TaskErrorEvent>(&one.event);
      if ((success != nullptr && success->task_id == task) ||
          (error != nullptr && error->task_id == task))
        ++count;
    }
    return count;
  }

  static std::string line_of(ClientEventUnion const& event) {
    if (auto const* said = std::get_if<NarrativeEventMessage>(&event)) {
      auto const* notify = std::get_if<NotifyEvent>(&said->event.event);
      if (notify != nullptr) {
        auto const* text = notify->value.as<std::string>();
        return "say " + (text != nullptr ? *text : to_literal(notify->value));
      }
      auto const* trace = std::get_if<TracebackEvent>(&said->event.event);
      return trace != nullptr ? "traceback " + to_literal(Var(trace->exception.error)) : "shown";
    }
    if (auto const* one = std::get_if<TaskSuccessEvent>(&event))
      return "success " + std::to_string(one->task_id) + " " + to_literal(one->result);
    if (auto const* one = std::get_if<TaskErrorEvent>(&event))
      return "error " + std::to_string(one->task_id) + " " + std::to_string(one->error.index() + 1);
    if (auto const* one = std::get_if<TaskSuspendedEvent>(&event))
      return "suspended " + std::to_string(one->task_id);
    if (auto const* one = std::get_if<SystemMessageEvent>(&event)) return "system " + one->message;
    if (std::holds_alternative<RequestInputEvent>(event)) return "input";
    if (std::holds_alternative<DisconnectEvent>(event)) return "disconnect";
    if (auto const* one = std::get_if<PlayerSwitchedEvent>(&event))
      return "switched " + text_of(one->new_player);
    if (auto const* one = std::get_if<SetConnectionOptionEvent>(&event))
      return "option " + one->option_name.text + " " + to_literal(one->value);
    return "credentials";
  }

 private:
  /// A TaskFront as the one part of a machine.
  struct Shell final : Machine {
    Shell(Settings const& settings, MemoryStore& store, TestWorkers& workers,
          WallClock const& clock, Rng const& rng)
        : desk(store), front(settings, {store, desk, workers, clock, rpc}, rng) {
      desk.front = &front;
    }
    void step(VirtualTime now, Input const& input, Outbox& out) override {
      if (auto const* fired = std::get_if<TimerFired>(&input))
        front.on_timer(now + offset, fired->timer, out);
      for (Output& output : out) {
        if (auto* set = std::get_if<SetTimer>(&output)) set->at -= offset;
      }
    }
    void check_invariants() const override { front.check_invariants(); }
    sessions::RpcPort rpc{{}};
    TestDesk desk;
    TaskFront front;
    Duration offset{};
  };

  void start() {
    if (driver_) at_ = now();
    Rng const seed = rng_.fork("daemon" + std::to_string(++starts_));
    machine_ = std::make_unique<Shell>(settings_, store_, workers_, clock_, seed);
    machine_->offset = at_ - VirtualTime{};
    driver_ = std::make_unique<MachineDriver>(*machine_);
    if (!desk().all().load(now())) throw std::runtime_error("no connections");
    Outbox out;
    if (auto const started = front().start(now(), out); !started)
      throw std::runtime_error(started.error().message);
    collect(out);
  }
  /// Nothing comes of a step in which the process died.
  void collect(Outbox& out) {
    if (store_.is_dead()) out.clear();
    for (Output& output : out) {
      if (auto* set = std::get_if<SetTimer>(&output)) set->at -= machine_->offset;
      driver_->apply(std::move(output));
    }
    front().check_invariants();
    collect_sent();
  }
  void collect_sent() {
    if (store_.is_dead()) {
      (void)driver_->take_sent();
      desk().heard.clear();
    }
    for (Send const& send : driver_->take_sent()) {
      auto const reply = decode_reply_result(send.frames.back());
      if (!reply || !replies_.emplace(send.to.route.value(), reply->result).second)
        throw std::runtime_error("a reply that is none, or a second one");
    }
    for (Heard& one : std::exchange(desk().heard, {})) heard_.push_back(std::move(one));
  }

  Settings settings_;
  Rng rng_{Seed{1}};
  MemoryStore store_;
  TestWorkers workers_;
  SteadyWallClock clock_{WallTime::from_unix(std::chrono::hours{500'000})};
  std::unique_ptr<Shell> machine_;
  std::unique_ptr<MachineDriver> driver_;
  VirtualTime at_{};  // When the machine of now was started.
  int starts_ = 0;
  std::uint64_t asked_ = 0;
  std::map<std::uint64_t, ReplyResultUnion> replies_;
  std::vector<Heard> heard_;
};

}  // namespace drydock::moor::tasks
