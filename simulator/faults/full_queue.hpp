#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// A PUB's queue to each subscriber is full: it drops what it is told to send.
FaultKind publisher_full_fault();
/// A SUB's is: what comes stays at its publisher, until that drops as well.
FaultKind subscriber_full_fault();
/// A DEALER's or REQ's is: it cannot send.
FaultKind dealer_full_fault();
/// A ROUTER's or REP's is: what it answers is dropped, and who asked waits.
FaultKind router_full_fault();

}  // namespace drydock::simulator
