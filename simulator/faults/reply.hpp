#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// The next message to a socket is lost, its connection with it.
FaultKind lost_reply_fault();
/// It comes late.
FaultKind late_reply_fault();

}  // namespace drydock::simulator
