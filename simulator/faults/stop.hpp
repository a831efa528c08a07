#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// A process is asked to end in good order, and started again later.
FaultKind stop_fault();

}  // namespace drydock::simulator
