#pragma once

#include <vector>

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// The faults that only mooR's protocol knows: what its peers may say that no correct one does
/// (`OddMessages`), and those of credentials, which operators and intruders bring about in strict
/// runs (`TrustCommands`).
std::vector<FaultKind> moor_faults();

}  // namespace drydock::simulator
