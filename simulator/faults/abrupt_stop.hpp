#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// A process ends in good order, and what it said last is lost all the same.
FaultKind linger_loss_fault();

}  // namespace drydock::simulator
