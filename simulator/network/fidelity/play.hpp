#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "simulator/network/fidelity/libzmq_sockets.hpp"
#include "simulator/network/fidelity/program.hpp"

namespace drydock::simulator::fidelity {

/// What came of a program: that the model and libzmq agree, or the first thing on which they do
/// not, below the steps that were played until then.
struct Played {
  std::size_t steps = 0;     // That made sense where they stood.
  std::size_t messages = 0;  // That were received, and were the same.
  std::size_t refused = 0;   // Sends that would have blocked, or were refused, in both.
  std::optional<std::string> disagreement;
};

/// Plays the program step by step against both, and lets each come to rest after each step. They
/// have to agree on what comes of a send, on the connections of each socket, and on the messages
/// that are received: where they come from one peer, on each; where they come from more, and it is
/// left to threads whose comes first, on what there is from each, in its order.
///
/// Steps that make no sense where they stand are left out, and so are those whose outcome would be
/// left to threads: whose turn it is to get a message when several peers connected at once, or what
/// becomes of messages that a receiver has no room for when their connection breaks.
Played play(Program const& program, LibzmqContext& context, Seed seed);

}  // namespace drydock::simulator::fidelity
