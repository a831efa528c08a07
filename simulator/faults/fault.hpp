#pragma once

#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/core/time.hpp"
#include "simulator/faults/targets.hpp"
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

/// One fault by name. A fault is legal when real ZeroMQ, a real process or a real operator can
/// produce it.
struct FaultKind {
  std::string_view name;
  /// How its commands are written, and what they do.
  std::string_view form;
  std::string_view legal;
  /// The verbs that begin its commands.
  std::vector<std::string_view> verbs;
  /// The command that begins with `verb`, of which the rest is in `words`; absent where only the
  /// protocol's play can read it.
  Result<Action> (*parse)(std::string_view verb, Words& words, World const& world);
  /// One such fault, with what ends it where nothing else does.
  std::vector<DrawnCommand> (*draw)(Rng& rng, FaultTargets const& targets);
  /// Whether there is one to draw; absent where there always is.
  bool (*can_draw)(FaultTargets const& targets) = nullptr;
  /// Which part of a system it befalls, for people: "links", "storage".
  std::string_view family = {};
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
/// Does `act` one way or both.
template <class Act>
void each_way(Ways const& ways, Act const& act) {
  act(ways.from, ways.to);
  if (ways.both) act(ways.to, ways.from);
}
/// `A SOCKET`. That there is such a socket is known only when the fault comes.
struct NamedSocket {
  NodeId node;
  std::string socket;
};
Result<NamedSocket> parse_socket(Words& words, World const& world);
/// Whether there is a socket of one of the types, that binds or does not.
bool has_socket(std::vector<SocketTarget> const& sockets, std::initializer_list<SocketType> types,
                bool binds);
/// `A SOCKET`, one of those. There is one.
std::string draw_socket(Rng& rng, std::vector<SocketTarget> const& sockets,
                        std::initializer_list<SocketType> types, bool binds);

}  // namespace drydock::simulator
