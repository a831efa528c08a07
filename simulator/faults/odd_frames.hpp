#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// Somebody who can reach a socket sends it messages that no peer of its kind would.
FaultKind odd_frame_count_fault();
FaultKind odd_delimiter_fault();
FaultKind odd_frame_size_fault();
/// Or far too many of them.
FaultKind flood_fault();

// For protocols whose own faults come the same way.

/// Sends the messages to the socket from a stranger that connects to where it is bound. False, and
/// noted, where there is no such socket or it lets in nobody without a key.
bool knock(World& world, NodeId node, std::string const& socket, std::vector<Frames> messages);
/// Ends all strangers.
void end_strangers(World& world);
/// Types of sockets that take what strangers send.
inline constexpr auto open_types = {SocketType::rep, SocketType::router};

}  // namespace drydock::simulator
