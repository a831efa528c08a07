#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// New connections are refused; those that are there stay.
FaultKind refused_connection_fault();
/// New connections are taken up late.
FaultKind slow_accept_fault();

}  // namespace drydock::simulator
