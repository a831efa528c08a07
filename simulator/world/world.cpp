#include "simulator/world/world.hpp"

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/core/mark.hpp"

namespace drydock::simulator {
namespace {

/// A node that somebody outside plays.
class Puppet final : public Machine {
 public:
  explicit Puppet(std::function<void(VirtualTime, Input const&)> on_input)
      : on_input_(std::move(on_input)) {}
  void step(VirtualTime now, Input const& input, Outbox&) override { on_input_(now, input); }

 private:
  std::function<void(VirtualTime, Input const&)> on_input_;
};

}  // namespace

World::World(WorldSettings settings)
    : settings_(settings),
      rng_(settings.seed),
      network_(*this, rng_.fork("network"), settings.network) {
  if (settings_.network.outside != nullptr) settings_.network.outside->enter(*this);
}

World::~World() = default;

NodeId World::add_node(std::string name, MachineFactory factory) {
  ENSURE(!find(name));
  NodeId const id{static_cast<std::uint32_t>(nodes_.size())};
  Rng const rng = rng_.fork("node " + name);
  nodes_.push_back(std::make_unique<Node>(id, std::move(name), std::move(factory), rng));
  return id;
}

NodeId World::add_puppet(std::string name,
                         std::function<void(VirtualTime, Input const&)> on_input) {
  return add_node(std::move(name), [on_input = std::move(on_input)](Rng, std::uint64_t) {
    return std::make_unique<Puppet>(on_input);
  });
}

std::optional<NodeId> World::find(std::string_view name) const {
  for (auto const& node : nodes_) {
    if (node->name == name) return node->id;
  }
  return std::nullopt;
}

std::string const& World::name(NodeId node) const { return node_at(node).name; }

Node& World::node_at(NodeId node) {
  ENSURE(node.value() < nodes_.size());
  return *nodes_[node.value()];
}

Node const& World::node_at(NodeId node) const {
  ENSURE(node.value() < nodes_.size());
  return *nodes_[node.value()];
}

bool World::running(NodeId node) const { return node_at(node).machine != nullptr; }
Machine const* World::machine(NodeId node) const { return node_at(node).machine.get(); }
bool World::paused(NodeId node) const { return node_at(node).paused; }
Duration World::step_takes(NodeId node) const { return node_at(node).step_takes; }
VirtualTime World::busy_until(NodeId node) const { return node_at(node).busy_until; }
bool World::was_killed(NodeId node) const {
  Node const& asked = node_at(node);
  return !asked.machine && asked.starts > 0 && (!asked.exit || asked.stop_requested);
}
std::optional<Exit> const& World::exit_of(NodeId node) const { return node_at(node).exit; }

NodeClock& World::clock(NodeId node) { return clocks_[node]; }

Disk& World::disk(NodeId node) {
  auto const known = disks_.find(node);
  if (known != disks_.end()) return known->second;
  auto const tell = [this, node](Disk::Change change, std::string_view name,
                                 std::string_view content) {
    tell_of_file(node, change, name, content);
  };
  Disk& made = disks_.try_emplace(node, tell).first->second;
  made.set_on_strike([this, node] { kill(node_at(node)); });
  return made;
}

Records& World::records(NodeId node) {
  auto const known = records_.find(node);
  if (known != records_.end()) return known->second;
  auto const tell = [this, node](std::vector<RecordChange> const& changes) {
    digest_.on_commit(now_, node, changes);
  };
  return records_.try_emplace(node, disk(node), tell).first->second;
}

bool World::start(NodeId id) {
  Node& node = node_at(id);
  if (node.machine) return false;
  std::uint64_t const incarnation = node.starts++;
  node.exit.reset();
  node.stop_requested = false;
  node.machine = node.factory(node.rng.fork("start " + std::to_string(incarnation)), incarnation);
  ENSURE(node.machine != nullptr);
  if (Duration const most = settings_.timers_late_max; most > Duration{0}) {
    Rng rng = node.rng.fork("late " + std::to_string(incarnation));
    node.timers_late = Duration(rng.below(static_cast<std::uint64_t>(most.count())));
  }
  tell_node_event(node, incarnation == 0 ? NodeEvent::started : NodeEvent::restarted);
  enqueue(node, Input{Started{}});
  return true;
}

bool World::crash(NodeId id) {
  Node& node = node_at(id);
  if (!node.machine) return false;
  tell_node_event(node, NodeEvent::crashed);
  end(node, false);
  return true;
}

/// It ends now, even if it is in the middle of a step: nothing comes of that any more.
void World::kill(Node& node) {
  mark("world.killed-between-writes");
  node.is_killed = true;
  at(now_, [this, id = node.id] { crash(id); });
}

bool World::restart(NodeId id) {
  crash(id);
  return start(id);
}

bool World::pause(NodeId id) {
  Node& node = node_at(id);
  if (!node.machine || node.paused) return false;
  node.paused = true;
  tell_node_event(node, NodeEvent::paused);
  return true;
}

bool World::resume(NodeId id) {
  Node& node = node_at(id);
  if (!node.paused) return false;
  node.paused = false;
  tell_node_event(node, NodeEvent::resumed);
  network_.on_awake(id);
  if (!node.pending.empty()) wake_at(node, now_);
  return true;
}

bool World::slow(NodeId id, Duration step_takes) {
  Node& node = node_at(id);
  if (!node.machine) return false;
  node.step_takes = step_takes;
  tell_node_event(node, step_takes > Duration{0} ? NodeEvent::slowed : NodeEvent::at_full_speed);
  return true;
}

bool World::stop(NodeId id) {
  Node& node = node_at(id);
  if (!node.machine) return false;
  node.stop_requested = true;
  enqueue(node, Input{StopRequested{}});
  return true;
}

void World::perform(NodeId node, Outbox const& outputs) {
  ENSURE(running(node));
  Outbox own = outputs;
  execute(node_at(node), own);
}

bool World::prod(NodeId id, std::function<void(VirtualTime, Machine&, Outbox&)> const& stimulus) {
  Node& node = node_at(id);
  if (!node.machine || node.is_killed) return false;
  Outbox outputs;
  stimulus(now_, *node.machine, outputs);
  finish_step(node, outputs);
  return true;
}

void World::at(VirtualTime when, std::function<void()> action) {
  std::uint32_t slot = static_cast<std::uint32_t>(actions_.size());
  if (free_actions_.empty()) {
    actions_.push_back(std::move(action));
  } else {
    slot = free_actions_.back();
    free_actions_.pop_back();
    actions_[slot] = std::move(action);
  }
  queue_.push(std::max(when, now_), EventKind::action, slot);
}

void World::note(NodeId node, std::string_view word, std::string_view text) {
  digest_.on_note(now_, node, word, text);
  observers_.on_note(now_, node, word, text);
}

bool World::step() { return step_until(VirtualTime::max()); }

/// Takes the next event if it is due by then.
bool World::step_until(VirtualTime when) {
  Event event;
  if (!queue_.pop_until(when, event)) return false;
  ENSURE(event.at >= now_ || settings_.network.outside != nullptr);
  now_ = event.at;
  catch_up();
  ++events_;
  ended_.clear();
  take(event);
  return true;
}

void World::run_until(VirtualTime when) {
  if (settings_.network.outside != nullptr) {
    run_for_real(when, [] { return false; });
    return;
  }
  while (step_until(when)) {
  }
  now_ = std::max(now_, when);
}

bool World::run_until(VirtualTime when, std::function<bool()> const& done) {
  if (settings_.network.outside != nullptr) return run_for_real(when, done);
  if (done()) return true;
  while (step_until(when)) {
    if (done()) return true;
  }
  now_ = std::max(now_, when);
  return false;
}

bool World::run_for_real(VirtualTime when, std::function<bool()> const& done) {
  Outside& outside = *settings_.network.outside;
  while (!done()) {
    VirtualTime const now = outside.now();
    VirtualTime const next = queue_.empty() ? when : std::min(when, queue_.next_at());
    if (!queue_.empty() && queue_.next_at() <= std::min(now, when)) {
      step();
    } else if (now >= when) {
      now_ = std::max(now_, when);
      return false;
    } else {
      outside.wait(next);
    }
  }
  return true;
}

/// Where time passes by itself, what is late happens when it does.
void World::catch_up() {
  if (settings_.network.outside != nullptr) now_ = std::max(now_, settings_.network.outside->now());
}

void World::arrive(NodeId id, NodeId from, Input input) {
  Node& node = node_at(id);
  if (!node.machine || node.is_killed) return;
  catch_up();
  ++events_;
  if (!can_step(node) || !node.pending.empty()) return enqueue(node, std::move(input));
  if (auto const* received = std::get_if<Received>(&input)) {
    NetworkEvent const event{NetworkEvent::Kind::delivered, from, id,
                             received->from.socket,         "",   &received->frames};
    observers_.on_network(now_, event);
  }
  step_node(node, input);
}

bool World::run_until_quiet(VirtualTime limit) {
  while (step_until(limit)) {
  }
  if (queue_.empty()) return true;
  now_ = std::max(now_, limit);
  return false;
}

void World::take(Event const& event) {
  switch (event.kind) {
    case EventKind::timer:
      return on_timer(*nodes_[event.subject], event.detail);
    case EventKind::lane:
      delivers_ = true;
      network_.on_lane(event.subject, event.detail);
      delivers_ = false;
      return;
    case EventKind::connect:
      return network_.on_connect(event.subject, event.detail);
    case EventKind::handshake:
      return network_.on_handshake(event.subject, event.detail);
    case EventKind::patience:
      return network_.on_patience(event.subject, event.detail);
    case EventKind::wake:
      return wake(*nodes_[event.subject]);
    case EventKind::action:
      return take_action(event.subject);
  }
}

void World::take_action(std::uint32_t slot) {
  std::function<void()> const action = std::exchange(actions_[slot], nullptr);
  free_actions_.push_back(slot);
  action();
}

void World::on_timer(Node& node, std::uint64_t serial) {
  if (!node.machine) return;
  if (!can_step(node) || !node.pending.empty()) return enqueue(node, serial);
  if (std::optional<TimerId> const timer = node.timers.fire(serial)) {
    step_node(node, TimerFired{*timer});
  }
}

/// Takes out the timers that were cancelled or set anew, which nearly all are, so that the queue
/// stays as small as what can still happen.
void World::sweep() {
  queue_.remove_if([this](Event const& event) {
    return event.kind == EventKind::timer && !nodes_[event.subject]->timers.is_set(event.detail);
  });
  sweep_above_ = 2 * queue_.size() + 512;
}

bool World::is_awake(NodeId node) const {
  Node const& asked = node_at(node);
  return asked.machine != nullptr && !asked.paused;
}

bool World::can_step(Node const& node) const {
  return node.machine != nullptr && !node.paused && node.busy_until <= now_ && !node.is_killed;
}

void World::enqueue(Node& node, PendingInput input) {
  node.pending.push_back(std::move(input));
  if (!node.paused) wake_at(node, std::max(now_, node.busy_until));
}

void World::wake_at(Node& node, VirtualTime when) {
  if (node.wake_at && *node.wake_at <= when) return;
  node.wake_at = when;
  queue_.push(when, EventKind::wake, node.id.value());
}

void World::wake(Node& node) {
  if (node.wake_at && *node.wake_at <= now_) node.wake_at.reset();
  while (!node.pending.empty() && can_step(node)) {
    PendingInput pending = std::move(node.pending.front());
    node.pending.pop_front();
    step_pending(node, pending);
  }
  if (!node.pending.empty() && node.machine && !node.paused && !node.is_killed) {
    wake_at(node, node.busy_until);
  }
}

void World::step_pending(Node& node, PendingInput& pending) {
  if (auto const* serial = std::get_if<std::uint64_t>(&pending)) {
    if (auto const timer = node.timers.fire(*serial)) step_node(node, TimerFired{*timer});
  } else if (auto const* socket = std::get_if<SocketId>(&pending)) {
    deliver(node, *socket);
  } else {
    step_node(node, std::get<Input>(pending));
  }
}

bool World::readable(NodeId id, SocketId socket) {
  Node& node = node_at(id);
  if (!delivers_ || !can_step(node) || !node.pending.empty()) {
    enqueue(node, socket);
    return false;
  }
  delivers_ = false;
  deliver(node, socket);
  delivers_ = true;
  return true;
}

void World::deliver(Node& node, SocketId socket) {
  auto& received = std::get<Received>(delivered_);
  std::optional<Network::Arrival> const arrival = network_.take(socket, received);
  if (!arrival) return;
  // The digest has it from the input; this only adds who sent it.
  NetworkEvent const event{NetworkEvent::Kind::delivered,
                           arrival->from,
                           node.id,
                           received.from.socket,
                           "",
                           &received.frames};
  observers_.on_network(now_, event);
  digest_.on_received(now_, node.id, received,
                      arrival->hash ? *arrival->hash : body_hash(received.frames));
  step_told(node, delivered_);
  received.frames.clear();
}

void World::tell(NodeId node, Input input) { enqueue(node_at(node), std::move(input)); }

void World::happened(NetworkEvent const& event) {
  digest_.on_network(now_, event);
  observers_.on_network(now_, event);
}

void World::cannot_bind(NodeId id, std::string const& endpoint) {
  Node& node = node_at(id);
  Output exit = Exit{2, "cannot bind '" + endpoint + "': address in use"};
  execute_one(node, exit);
}

void World::step_node(Node& node, Input const& input) {
  digest_.on_input(now_, node.id, input);
  step_told(node, input);
}

/// The digest knows of the input.
void World::step_told(Node& node, Input const& input) {
  observers_.on_input(now_, node.id, input);
  Outbox outputs;
  outputs.swap(outbox_);
  outputs.clear();
  node.machine->step(now_, input, outputs);
  finish_step(node, outputs);
  outputs.swap(outbox_);
}

void World::finish_step(Node& node, Outbox& outputs) {
  if (node.is_killed) return;
  if (node.machine && settings_.check_invariants) node.machine->check_invariants();
  if (node.step_takes > Duration{0}) node.busy_until = now_ + node.step_takes;
  execute(node, outputs);
}

/// Uses up the outputs: what is sent is the network's from then on.
void World::execute(Node& node, Outbox& outputs) {
  Machine const* const machine = node.machine.get();
  for (Output& output : outputs) {
    if (node.machine.get() != machine || !machine) return;  // It ended on the way.
    execute_one(node, output);
  }
}

void World::execute_one(Node& node, Output& output) {
  if (auto* send = std::get_if<Send>(&output)) {
    BodyHash const hash = digest_.on_send(now_, node.id, *send);
    observers_.on_output(now_, node.id, output);
    return network_.send(node.id, send->to, std::move(send->frames), hash);
  }
  digest_.on_output(now_, node.id, output);
  observers_.on_output(now_, node.id, output);
  if (auto const* set = std::get_if<SetTimer>(&output)) {
    if (queue_.size() > sweep_above_) sweep();
    VirtualTime const at = set->at > now_ ? set->at + node.timers_late : now_;
    queue_.push(at, EventKind::timer, node.id.value(), node.timers.set(set->timer));
  } else if (auto const* cancel = std::get_if<CancelTimer>(&output)) {
    node.timers.cancel(cancel->timer);
  } else if (auto const* open = std::get_if<OpenSocket>(&output)) {
    network_.open(node.id, *open);
  } else if (auto const* close = std::get_if<CloseSocket>(&output)) {
    network_.close(node.id, close->socket);
  } else if (auto const* exit = std::get_if<Exit>(&output)) {
    node.exit = *exit;
    tell_node_event(node, NodeEvent::exited);
    end(node, true);
  }
}

void World::end(Node& node, bool orderly) {
  ended_.push_back(std::move(node.machine));
  node.paused = false;
  node.is_killed = false;
  disk(node.id).begin_anew();
  node.step_takes = Duration{0};
  node.busy_until = now_;
  node.timers.clear();
  node.pending.clear();
  if (orderly) {
    network_.close_all(node.id);
  } else {
    network_.crash(node.id);
  }
}

/// A file may hold a secret, so that nobody but the digest has its content.
void World::tell_of_file(NodeId node, Disk::Change change, std::string_view name,
                         std::string_view content) {
  std::string_view const word = change == Disk::Change::written ? "write" : "remove";
  digest_.on_file(now_, node, word, name, content);
  observers_.on_note(now_, node, word, name);
}

void World::tell_node_event(Node const& node, NodeEvent event) {
  digest_.on_node(now_, node.id, event);
  observers_.on_node(now_, node.id, event);
}

}  // namespace drydock::simulator
