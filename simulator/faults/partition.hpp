#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// Nothing arrives over a link, one way or both, until it is healed; streams hold what was sent.
FaultKind partition_fault();
/// The same for all links of one node.
FaultKind isolation_fault();

}  // namespace drydock::simulator
