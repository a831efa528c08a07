#include "simulator/network/two_worlds.hpp"

namespace drydock::simulator {
namespace {

using transport::Script;

/// A world owns its machines, and a test its scripts.
class Borrowed final : public Machine {
 public:
  explicit Borrowed(Script& script) : script_(script) {}
  void step(VirtualTime now, Input const& input, Outbox& out) override {
    script_.step(now, input, out);
  }

 private:
  Script& script_;
};

}  // namespace

RealTheatre::~RealTheatre() {
  for (auto& [script, actor] : actors_) actor->gate.set_open(true);
}

void RealTheatre::enter(Script& script) {
  actors_.emplace(&script, std::make_unique<Actor>(script));
}

void RealTheatre::Gated::set_open(bool open) {
  std::lock_guard const lock{mutex_};
  is_open_ = open;
  changed_.notify_all();
}

void RealTheatre::Gated::step(VirtualTime now, Input const& input, Outbox& out) {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return is_open_; });
  lock.unlock();
  script_.step(now, input, out);
}

void SimulatedTheatre::enter(Script& script) {
  std::string name = "script " + std::to_string(world_.node_count());
  NodeId const node = world_.add_node(std::move(name), [&script](Rng, std::uint64_t) {
    return std::make_unique<Borrowed>(script);
  });
  nodes_.emplace(&script, node);
  world_.start(node);
}

bool SimulatedTheatre::wait(Script& script, std::function<bool(Told const&)> const& enough) {
  constexpr Duration limit = transport::patience_max;
  return world_.run_until(world_.now() + limit, [&] { return enough(script.told()); });
}

}  // namespace drydock::simulator
