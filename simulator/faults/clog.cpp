#include "simulator/faults/clog.hpp"

#include <algorithm>
#include <utility>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

void set(World& world, NodeId from, NodeId to, bool clogged) {
  LinkTrouble trouble = world.network().link(from, to).trouble();
  if (trouble.is_clogged == clogged) return;
  trouble.is_clogged = clogged;
  world.network().trouble(from, to, trouble);
}

Result<Action> parse_clog(std::string_view verb, Words& words, World const& world) {
  Result<Ways> const ways = parse_ways(words, world);
  if (!ways) return tl::make_unexpected(ways.error());
  bool const clogs = verb == "clog";
  return Action{[ways = *ways, clogs](World& target) {
    each_way(ways, [&](NodeId from, NodeId to) { set(target, from, to, clogs); });
  }};
}

std::vector<DrawnCommand> draw_clog(Rng& rng, FaultTargets const& targets) {
  std::string const ways = draw_ways(rng, targets);
  Duration const lasts = draw_duration(rng, 100ms, 20s);
  return {{0s, "clog " + ways}, {lasts, "unclog " + ways}};
}

Result<Action> parse_swizzle(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  bool const clogs = verb == "clog-all";
  return Action{[node = *node, clogs](World& target) {
    for (std::uint32_t number = 0; number < target.node_count(); ++number) {
      NodeId const peer{number};
      if (peer == node) continue;
      set(target, node, peer, clogs);
      set(target, peer, node, clogs);
    }
  }};
}

std::vector<DrawnCommand> draw_swizzle(Rng& rng, FaultTargets const& targets) {
  constexpr std::uint64_t clogged_max = 3;
  std::vector<std::string> nodes = targets.processes;
  rng.shuffle(nodes);
  nodes.resize(std::min<std::size_t>(nodes.size(), 1 + rng.below(clogged_max)));
  std::vector<DrawnCommand> commands;
  Duration at{0};
  for (std::string const& node : nodes) {
    commands.push_back({at, "clog-all " + node});
    at += draw_duration(rng, 10ms, 3s);
  }
  rng.shuffle(nodes);
  for (std::string const& node : nodes) {
    commands.push_back({at, "unclog-all " + node});
    at += draw_duration(rng, 10ms, 3s);
  }
  return commands;
}

}  // namespace

FaultKind clog_fault() {
  return {"clog",
          "clog A -> B, clog A -- B (both ways), unclog A -- B",
          "a buffer on the way is full, or whoever forwards has stopped; TCP waits",
          {"clog", "unclog"},
          parse_clog,
          draw_clog};
}

FaultKind swizzle_clog_fault() {
  return {"swizzle-clog",
          "clog-all A, unclog-all A; drawn for some in one order and back in another",
          "switches fail one after the other, and are mended as their turn comes",
          {"clog-all", "unclog-all"},
          parse_swizzle,
          draw_swizzle};
}

}  // namespace drydock::simulator
