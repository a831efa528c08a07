#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// A calendar clock is wrong by so much, until it is set right.
FaultKind skew_fault();
/// It jumps.
FaultKind clock_step_fault();
/// It runs too fast or too slow.
FaultKind drift_fault();

}  // namespace drydock::simulator
