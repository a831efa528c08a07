#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// Another process binds the ipc path of a socket, and gets whoever connects from now on.
FaultKind duplicate_binder_fault();
/// Ends those who did, and starts anew whom they robbed: an operator's way out, since a path that
/// was bound twice is gone with its second owner.
void end_thieves(World& world);

}  // namespace drydock::simulator
