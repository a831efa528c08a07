#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"
#include "simulator/world/run_digest_entry.hpp"
#include "simulator/world/world.hpp"

// How inputs wait for a node's machine, how it takes a step, and what comes of its outputs.
namespace drydock::simulator {

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

void World::arrive(NodeId id, NodeId from, Input input) {
  Node& node = node_at(id);
  if (!node.machine || node.is_killed) return;
  catch_up();
  ++events_;
  if (!can_step(node) || !node.pending.empty()) return enqueue(node, std::move(input));
  if (auto const* received = std::get_if<Received>(&input)) tell_of_delivery(from, id, *received);
  step_node(node, input);
}

bool World::can_step(Node const& node) const {
  return node.machine != nullptr && !node.paused && node.busy_until <= now_ && !node.is_killed;
}

void World::enqueue(Node& node, PendingInput input) {
  node.pending.push(std::move(input));
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
    PendingInput pending = node.pending.pop();
    step_pending(node, pending);
  }
  if (!node.pending.empty() && node.machine && !node.paused && !node.is_killed) {
    wake_at(node, node.busy_until);
  }
}

/// The digest knows of the input.
void World::step_told(Node& node, Input const& input) {
  observers_.on_input(now_, node.id, input);
  ENSURE(outbox_.empty());  // No step is in the midst of another.
  if (std::holds_alternative<Received>(input)) ++messages_;
  node.machine->step(now_, input, outbox_);
  finish_step(node, outbox_);
  outbox_.clear();
}

void World::deliver(Node& node, Socket& socket) {
  auto& received = std::get<Received>(delivered_);
  if (!socket.receive(received)) return;
  if (observers_.anyone_hears_of_network()) {
    tell_of_delivery(socket.last_sender(), node.id, received);
  }
  digest_.on_received(now_, node.id, received, socket.last_hash());
  step_told(node, delivered_);
  received.frames.clear();
}

void World::step_pending(Node& node, PendingInput& pending) {
  if (auto const* event = std::get_if<Event>(&pending)) {
    if (auto const timer = node.timers.fire(*event)) step_node(node, TimerFired{*timer});
  } else if (auto const* id = std::get_if<SocketId>(&pending)) {
    if (Socket* const socket = network_.socket(*id)) deliver(node, *socket);
  } else {
    step_node(node, std::get<Input>(pending));
  }
}

/// The digest has it from the input; this only adds who sent it.
void World::tell_of_delivery(NodeId from, NodeId to, Received const& received) {
  observers_.on_network(
      now_, {NetworkEvent::Kind::delivered, from, to, received.from.socket, "", &received.frames});
}

bool World::readable(Socket& socket) {
  Node& node = node_at(socket.node());
  if (!delivers_ || !can_step(node) || !node.pending.empty()) {
    enqueue(node, socket.id());
    return false;
  }
  delivers_ = false;
  deliver(node, socket);
  delivers_ = true;
  return true;
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
  execute_other(node, output);
}

/// The same for all but `Send`.
void World::execute_other(Node& node, Output const& output) {
  digest_.on_output(now_, node.id, output);
  observers_.on_output(now_, node.id, output);
  if (auto const* set = std::get_if<SetTimer>(&output)) {
    VirtualTime const at = set->at > now_ ? set->at + node.timers_late : now_;
    Event event{at, queue_.schedule(), 0, node.id.value(), EventKind::timer};
    if (!node.timers.set(set->timer, event)) return;
    if (queue_.size() > sweep_above_) sweep();
    queue_.push(event);
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

}  // namespace drydock::simulator
