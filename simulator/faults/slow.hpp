#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// A process takes long for each step, so that what others send it piles up against high-water
/// marks.
FaultKind slow_fault();

}  // namespace drydock::simulator
