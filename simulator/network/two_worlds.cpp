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

void RealTheatre::enter(Script& script) {
  running_.emplace(&script, std::make_unique<transport::Running>(script, true));
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
