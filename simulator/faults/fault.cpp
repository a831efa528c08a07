#include "simulator/faults/fault.hpp"

#include <algorithm>

#include "simulator/faults/clock.hpp"
#include "simulator/faults/crash.hpp"
#include "simulator/faults/delay.hpp"
#include "simulator/faults/disconnect.hpp"
#include "simulator/faults/disk.hpp"
#include "simulator/faults/partition.hpp"
#include "simulator/faults/pause.hpp"
#include "simulator/faults/slow.hpp"
#include "simulator/faults/stop.hpp"

namespace drydock::simulator {

std::span<FaultKind const> fault_kinds() {
  static std::vector<FaultKind> const kinds = {
      disconnect_fault(), partition_fault(),  isolation_fault(),  delay_fault(),
      jitter_fault(),     crash_fault(),      stop_fault(),       pause_fault(),
      slow_fault(),       skew_fault(),       clock_step_fault(), drift_fault(),
      disk_full_fault(),  read_error_fault(), lost_file_fault(),  old_backup_fault()};
  return kinds;
}

FaultKind const* find_fault(std::string_view verb) {
  for (FaultKind const& kind : fault_kinds()) {
    if (std::find(kind.verbs.begin(), kind.verbs.end(), verb) != kind.verbs.end()) return &kind;
  }
  return nullptr;
}

void heal_everything(World& world) {
  Network& network = world.network();
  network.mend_all();
  network.reset_links();
  for (std::uint32_t number = 0; number < world.node_count(); ++number) {
    NodeId const node{number};
    world.clock(node).set_right();
    world.disk(node).mend();
    world.resume(node);
    if (world.step_takes(node) > Duration{0}) world.slow(node, Duration{0});
    if (world.was_killed(node)) world.start(node);
  }
}

Duration draw_duration(Rng& rng, Duration least, Duration most) {
  constexpr Duration millisecond = std::chrono::milliseconds{1};
  auto const range = static_cast<std::uint64_t>((most - least) / millisecond);
  return least + millisecond * static_cast<std::int64_t>(rng.below(range + 1));
}

Result<Ways> parse_ways(Words& words, World const& world) {
  Ways ways;
  Result<NodeId> const from = words.node(world);
  if (!from) return tl::make_unexpected(from.error());
  ways.from = *from;
  ways.both = words.take("--");
  if (!ways.both && !words.take("->")) {
    return words.error("'" + std::string(words.peek()) + "' where '->' or '--' should be");
  }
  Result<NodeId> const to = words.node(world);
  if (!to) return tl::make_unexpected(to.error());
  ways.to = *to;
  return ways;
}

std::string draw_ways(Rng& rng, FaultTargets const& targets) {
  auto const& [a, b] = draw_one(rng, targets.links);
  switch (rng.below(3)) {
    case 0:
      return a + " -> " + b;
    case 1:
      return b + " -> " + a;
    default:
      return a + " -- " + b;
  }
}

}  // namespace drydock::simulator
