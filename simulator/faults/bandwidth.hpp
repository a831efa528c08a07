#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// A link carries so many bytes a second, and what has to wait does.
FaultKind bandwidth_fault();

}  // namespace drydock::simulator
