#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// One end learns that a connection is no more, the other does not.
FaultKind half_open_fault();
/// Neither does, and nothing arrives.
FaultKind black_hole_fault();

}  // namespace drydock::simulator
