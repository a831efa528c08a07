#pragma once

#include "simulator/network/fidelity/program.hpp"
#include "simulator/network/fidelity/stage.hpp"

// A step of a socket that is open. It says whether it made sense where it stood; if not, nothing
// happened.

namespace drydock::simulator::fidelity {

/// Some messages of one peer; or all there are, where it is up to threads whose comes first. A REP
/// that takes all answers each.
bool receive(Stage& stage, Step const& step);

}  // namespace drydock::simulator::fidelity
