#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// Nothing can be written.
FaultKind disk_full_fault();
/// Some files cannot be read.
FaultKind read_error_fault();
/// A file is gone.
FaultKind lost_file_fault();
/// Files are as they were once: somebody put an old backup back.
FaultKind old_backup_fault();

}  // namespace drydock::simulator
