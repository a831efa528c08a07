#include "simulator/faults/slow.hpp"

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_slow(std::string_view, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  Result<Duration> const takes = words.duration();
  if (!takes) return tl::make_unexpected(takes.error());
  return Action{[node = *node, takes = *takes](World& target) { target.slow(node, takes); }};
}

std::vector<DrawnCommand> draw_slow(Rng& rng, FaultTargets const& targets) {
  std::string const node = draw_one(rng, targets.processes);
  Duration const takes = draw_duration(rng, 1ms, 500ms);
  Duration const lasts = draw_duration(rng, 1s, 20s);
  return {{0s, "slow " + node + " " + to_text(takes)}, {lasts, "slow " + node + " 0s"}};
}

}  // namespace

FaultKind slow_fault() {
  return {"slow",
          "slow A 10ms (a step; 0s ends it)",
          "a busy host; what is sent faster than it is read fills queues up to their marks",
          {"slow"},
          parse_slow,
          draw_slow};
}

}  // namespace drydock::simulator
