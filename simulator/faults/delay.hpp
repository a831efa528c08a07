#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// A link becomes slow: its latency, or how much that varies.
FaultKind delay_fault();
FaultKind jitter_fault();

}  // namespace drydock::simulator
