#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// Connections between two nodes break, and what is on its way is lost; they connect again by
/// themselves.
FaultKind disconnect_fault();

}  // namespace drydock::simulator
