#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// What a subscriber asks for counts late.
FaultKind slow_joiner_fault();
/// A publisher no longer knows what was subscribed to, until that is said again.
FaultKind lost_subscription_fault();

}  // namespace drydock::simulator
