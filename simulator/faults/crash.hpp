#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// A process ends at once, with all that it held, and may be started again.
FaultKind crash_fault();

}  // namespace drydock::simulator
