#pragma once

#include "simulator/network/fidelity/program.hpp"
#include "simulator/network/fidelity/stage.hpp"

// Steps of a socket that is open. Each says whether it made sense where it stood; if not, nothing
// happened.

namespace drydock::simulator::fidelity {

/// Both worlds take the message, or neither does. A ROUTER sends to one whose messages it received.
bool send(Stage& stage, Step const& step);
bool change_subscription(Stage& stage, Step const& step);

}  // namespace drydock::simulator::fidelity
