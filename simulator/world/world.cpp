#include "simulator/world/world.hpp"

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

void World::note(NodeId node, std::string_view word, std::string_view text) {
  digest_.on_note(now_, node, word, text);
  observers_.on_note(now_, node, word, text);
}

bool World::is_awake(NodeId node) const {
  Node const& asked = node_at(node);
  return asked.machine != nullptr && !asked.paused;
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
