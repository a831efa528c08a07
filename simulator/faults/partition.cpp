#include "simulator/faults/partition.hpp"

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

void cut(World& world, Ways const& ways) {
  world.network().cut(ways.from, ways.to);
  if (ways.both) world.network().cut(ways.to, ways.from);
}

void mend(World& world, Ways const& ways) {
  world.network().mend(ways.from, ways.to);
  if (ways.both) world.network().mend(ways.to, ways.from);
}

Result<Action> parse_partition(std::string_view verb, Words& words, World const& world) {
  if (verb == "heal" && words.at_end()) return Action{heal_everything};
  Result<Ways> const ways = parse_ways(words, world);
  if (!ways) return tl::make_unexpected(ways.error());
  if (verb == "cut") return Action{[ways = *ways](World& target) { cut(target, ways); }};
  return Action{[ways = *ways](World& target) { mend(target, ways); }};
}

std::vector<DrawnCommand> draw_partition(Rng& rng, FaultTargets const& targets) {
  std::string const ways = draw_ways(rng, targets);
  Duration const lasts = draw_duration(rng, 100ms, 20s);
  return {{0s, "cut " + ways}, {lasts, "heal " + ways}};
}

Result<Action> parse_isolation(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  bool const begins = verb == "isolate";
  return Action{[node = *node, begins](World& target) {
    for (std::uint32_t number = 0; number < target.node_count(); ++number) {
      Ways const ways{node, NodeId{number}, true};
      if (ways.from == ways.to) continue;
      if (begins) {
        cut(target, ways);
      } else {
        mend(target, ways);
      }
    }
  }};
}

std::vector<DrawnCommand> draw_isolation(Rng& rng, FaultTargets const& targets) {
  std::string const node = draw_one(rng, targets.processes);
  Duration const lasts = draw_duration(rng, 100ms, 20s);
  return {{0s, "isolate " + node}, {lasts, "rejoin " + node}};
}

}  // namespace

FaultKind partition_fault() {
  return {"partition",
          "cut A -> B, cut A -- B (both ways), heal A -- B, heal (everything)",
          "a route or a switch fails, one way or both; TCP holds and sends again what was lost",
          {"cut", "heal"},
          parse_partition,
          draw_partition};
}

FaultKind isolation_fault() {
  return {"isolation",           "isolate A, rejoin A", "a host loses its network",
          {"isolate", "rejoin"}, parse_isolation,       draw_isolation};
}

}  // namespace drydock::simulator
