#include "simulator/faults/crash.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_crash(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  if (verb == "crash") return Action{[node = *node](World& target) { target.crash(node); }};
  return Action{[node = *node](World& target) { target.restart(node); }};
}

std::vector<DrawnCommand> draw_crash(Rng& rng, FaultTargets const& targets) {
  std::string const node = draw_one(rng, targets.processes);
  Duration const down = draw_duration(rng, 0ms, 20s);
  return {{0s, "crash " + node}, {down, "restart " + node}};
}

}  // namespace

FaultKind crash_fault() {
  return {"crash",
          "crash A, restart A",
          "a process is killed or its host loses power, and somebody starts it again",
          {"crash", "restart"},
          parse_crash,
          draw_crash};
}

}  // namespace drydock::simulator
