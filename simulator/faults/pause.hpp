#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// A process stands still for a while.
FaultKind pause_fault();

}  // namespace drydock::simulator
