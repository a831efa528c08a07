#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"
#include "simulator/world/world.hpp"

// How the time of a world passes, and with each of its events what that brings about.
namespace drydock::simulator {

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

void World::take(Event const& event) {
  switch (event.kind) {
    case EventKind::timer:
      return on_timer(*nodes_[event.subject], event);
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

bool World::step() { return step_until(VirtualTime::max()); }

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

bool World::run_until_quiet(VirtualTime limit) {
  while (step_until(limit)) {
  }
  if (queue_.empty()) return true;
  now_ = std::max(now_, limit);
  return false;
}

void World::take_action(std::uint32_t slot) {
  std::function<void()> const action = std::exchange(actions_[slot], nullptr);
  free_actions_.push_back(slot);
  action();
}

void World::on_timer(Node& node, Event event) {
  switch (node.timers.come(event)) {
    case TimerTable::Came::for_nothing:
      return;
    case TimerTable::Came::too_early:
      return queue_.push(event);
    case TimerTable::Came::when_due:
      break;
  }
  if (!can_step(node) || !node.pending.empty()) return enqueue(node, event);
  step_node(node, TimerFired{*node.timers.fire(event)});
}

/// Takes out the events of timers that were set anew for earlier, or whose node crashed, so that
/// the queue stays as small as what can still happen.
void World::sweep() {
  queue_.remove_if([this](Event const& event) {
    return event.kind == EventKind::timer && !nodes_[event.subject]->timers.awaits(event);
  });
  sweep_above_ = 2 * queue_.size() + 512;
}

}  // namespace drydock::simulator
