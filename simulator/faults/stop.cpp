#include "simulator/faults/stop.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_stop(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  if (verb == "stop") return Action{[node = *node](World& target) { target.stop(node); }};
  return Action{[node = *node](World& target) { target.start(node); }};
}

std::vector<DrawnCommand> draw_stop(Rng& rng, FaultTargets const& targets) {
  std::string const node = draw_one(rng, targets.processes);
  Duration const down = draw_duration(rng, 0ms, 20s);
  return {{0s, "stop " + node}, {down, "restart " + node}};
}

}  // namespace

FaultKind stop_fault() {
  return {"stop",
          "stop A, start A (if it is down)",
          "an operator ends a process with SIGTERM",
          {"stop", "start"},
          parse_stop,
          draw_stop};
}

}  // namespace drydock::simulator
