#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/core/time.hpp"
#include "simulator/faults/words.hpp"
#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// What is done to the world when a command of a scenario comes to its turn.
using Action = std::function<void(World&)>;

/// One command to be given so long after the fault began.
struct DrawnCommand {
  Duration after{0};
  std::string text;
};

/// What may befall the disk of a process, by names and globs of files. The protocol says so, since
/// it alone knows what its processes can lose and still be expected to serve.
struct DiskTarget {
  std::string process;
  bool may_be_full = false;
  std::vector<std::string> unreadable;  // Globs.
  std::vector<std::string> removable;   // Names.
  std::vector<std::string> restorable;  // Globs of what an old backup may bring back.
};

/// Whom drawn faults may meet, by name: processes that may fail, pairs that are connected,
/// processes to which the calendar matters, and disks. A fault that can meet nobody is not drawn.
struct FaultTargets {
  std::vector<std::string> processes;
  std::vector<std::pair<std::string, std::string>> links;
  std::vector<std::string> clocks;
  std::vector<DiskTarget> disks;
};

/// One fault by name. A fault is legal when real ZeroMQ, a real process or a real operator can
/// produce it.
struct FaultKind {
  std::string_view name;
  /// How its commands are written, and what they do.
  std::string_view form;
  std::string_view legal;
  /// The verbs that begin its commands.
  std::vector<std::string_view> verbs;
  /// The command that begins with `verb`, of which the rest is in `words`.
  Result<Action> (*parse)(std::string_view verb, Words& words, World const& world);
  /// One such fault, with what ends it where nothing else does.
  std::vector<DrawnCommand> (*draw)(Rng& rng, FaultTargets const& targets);
  /// Whether there is one to draw; absent where there always is.
  bool (*can_draw)(FaultTargets const& targets) = nullptr;
};

/// All of them, in a fixed order.
std::span<FaultKind const> fault_kinds();
/// The kind that `verb` begins a command of, or nothing.
FaultKind const* find_fault(std::string_view verb);

/// Ends all that goes on: mends links, sets them back, sets clocks right, gives disks room and
/// mends them, resumes and speeds up nodes, and restarts those that are down because they crashed.
void heal_everything(World& world);

// For the faults themselves.

/// Evenly in [`least`, `most`], to the millisecond.
Duration draw_duration(Rng& rng, Duration least, Duration most);
template <class T>
T const& draw_one(Rng& rng, std::vector<T> const& items) {
  return items[static_cast<std::size_t>(rng.below(items.size()))];
}
/// `A -> B` or `A -- B`: which ways are meant.
struct Ways {
  NodeId from;
  NodeId to;
  bool both = false;
};
Result<Ways> parse_ways(Words& words, World const& world);
std::string draw_ways(Rng& rng, FaultTargets const& targets);

}  // namespace drydock::simulator
