#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// Connections break again and again, as soon as they are back, so that who connects backs off.
FaultKind flap_fault();

}  // namespace drydock::simulator
