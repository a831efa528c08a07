#include "simulator/faults/interrupted_write.hpp"

#include <algorithm>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> processes_with(FaultTargets const& targets, bool DiskTarget::* may) {
  std::vector<std::string> processes;
  for (DiskTarget const& disk : targets.disks) {
    if (disk.*may) processes.push_back(disk.process);
  }
  return processes;
}

Result<Action> parse_kill(std::string_view, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  Words const at_ordinal = words;
  Result<std::uint64_t> const which = words.number("which of its next writes");
  if (!which) return tl::make_unexpected(which.error());
  if (*which == 0) return at_ordinal.error("'0' where 1, 2, 3 and so on should be");
  return Action{[node = *node, which = *which](World& target) {
    if (target.running(node)) target.disk(node).strike_at(which);
  }};
}

std::vector<DrawnCommand> draw_kill(Rng& rng, FaultTargets const& targets) {
  std::string const node = draw_one(rng, processes_with(targets, &DiskTarget::may_die_writing));
  std::uint64_t const which = 1 + rng.below(4);
  Duration const down = draw_duration(rng, 100ms, 20s);
  return {{0s, "kill-at-write " + node + " " + std::to_string(which)}, {down, "restart " + node}};
}

Result<Action> parse_power(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  if (verb == "unsync") {
    return Action{[node = *node](World& target) {
      target.disk(node).keep_unsynced();
      target.records(node).keep_unsynced();
    }};
  }
  return Action{[node = *node](World& target) {
    target.crash(node);
    target.disk(node).lose_unsynced();
    target.records(node).lose_unsynced();
  }};
}

std::vector<DrawnCommand> draw_power(Rng& rng, FaultTargets const& targets) {
  std::string const node = draw_one(rng, processes_with(targets, &DiskTarget::may_lose_writes));
  Duration const age = draw_duration(rng, 10ms, 5s);
  Duration const down = age + draw_duration(rng, 100ms, 10s);
  return {{0s, "unsync " + node}, {age, "power-cut " + node}, {down, "restart " + node}};
}

Result<Action> parse_torn(std::string_view, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  Result<std::string_view> const file = words.word("the name of a file");
  if (!file) return tl::make_unexpected(file.error());
  return Action{[node = *node, file = std::string(*file)](World& target) {
    if (!target.disk(node).tear(file)) target.note(node, "no file", file);
  }};
}

bool any_tearable(FaultTargets const& targets) {
  return std::any_of(targets.disks.begin(), targets.disks.end(),
                     [](DiskTarget const& disk) { return !disk.tearable.empty(); });
}

std::vector<DrawnCommand> draw_torn(Rng& rng, FaultTargets const& targets) {
  std::vector<std::string> all;
  for (DiskTarget const& disk : targets.disks) {
    for (std::string const& file : disk.tearable) all.push_back(disk.process + " " + file);
  }
  return {{0s, "tear-file " + draw_one(rng, all)}};
}

Result<Action> parse_busy(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  bool const busy = verb == "database-busy";
  return Action{[node = *node, busy](World& target) { target.records(node).set_busy(busy); }};
}

std::vector<DrawnCommand> draw_busy(Rng& rng, FaultTargets const& targets) {
  std::string const node = draw_one(rng, targets.databases);
  Duration const lasts = draw_duration(rng, 100ms, 20s);
  return {{0s, "database-busy " + node}, {lasts, "database-free " + node}};
}

}  // namespace

FaultKind kill_between_writes_fault() {
  return {"kill-between-writes",
          "kill-at-write A 2 (the second write from now on is not done any more), restart A",
          "a process is killed at any instruction, and a step may write more than once",
          {"kill-at-write"},
          parse_kill,
          draw_kill,
          [](FaultTargets const& targets) {
            return !processes_with(targets, &DiskTarget::may_die_writing).empty();
          }};
}

FaultKind lost_write_fault() {
  return {"lost-write",
          "unsync A (from now on nothing is safe), power-cut A, restart A",
          "a disk says that it has written what it keeps in memory, and loses power",
          {"unsync", "power-cut"},
          parse_power,
          draw_power,
          [](FaultTargets const& targets) {
            return !processes_with(targets, &DiskTarget::may_lose_writes).empty();
          }};
}

FaultKind torn_write_fault() {
  return {"torn-write",
          "tear-file A NAME",
          "a disk that lies loses the second half, or an operator's copy ends early",
          {"tear-file"},
          parse_torn,
          draw_torn,
          any_tearable};
}

FaultKind database_busy_fault() {
  return {"database-busy",
          "database-busy A, database-free A (no commit succeeds meanwhile)",
          "a backup or a person with a shell holds the database's lock",
          {"database-busy", "database-free"},
          parse_busy,
          draw_busy,
          [](FaultTargets const& targets) { return !targets.databases.empty(); }};
}

}  // namespace drydock::simulator
