#pragma once

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

/// What travels over a link, handshakes as well, stays where it is until it is unclogged; nobody
/// notices.
FaultKind clog_fault();
/// The links of some processes are clogged one after the other, and unclogged in another order.
FaultKind swizzle_clog_fault();

}  // namespace drydock::simulator
