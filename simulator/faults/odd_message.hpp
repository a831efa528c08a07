#pragma once

#include <string>

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// A peer says what no correct one says. What there is to say only the protocol knows: its plays
/// read the command.
FaultKind odd_message_fault();
/// By its name it is told from those that are drawn with all others: odd messages are drawn beside
/// them, from a stream of their own.
inline constexpr std::string_view odd_message = "odd-message";

/// Has somebody say `frames`, all of them, with the delimiter where there is one, at that socket:
/// a stranger, who connects to where it is bound; its own process, beside all else that it
/// publishes; or whoever replies to it next, in place of the reply. False, and noted, where the
/// socket is not there, lets in nobody without a key, or is its process's that stands still.
bool say_odd(World& world, NodeId node, std::string const& socket, Frames frames);

}  // namespace drydock::simulator
