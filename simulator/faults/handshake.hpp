#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// A process accepts connections and never says a word.
FaultKind handshake_stall_fault();
/// An authenticator refuses somebody once, who never tries again.
FaultKind curve_refusal_fault();
/// Nobody answers the questions whether a key may come in.
FaultKind authenticator_absent_fault();

}  // namespace drydock::simulator
