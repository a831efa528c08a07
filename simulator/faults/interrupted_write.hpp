#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// A process ends in the middle of a step, with some of what it wrote written.
FaultKind kill_between_writes_fault();
/// The power fails, and what was written last is gone although it was said to be safe.
FaultKind lost_write_fault();
/// A file is found with half of its content.
FaultKind torn_write_fault();
/// A database is locked by somebody else.
FaultKind database_busy_fault();

}  // namespace drydock::simulator
