#pragma once

#include "reference/moor/host/host.hpp"

namespace drydock::simulator {

/// The host in the machine of a node that is one: itself, or what is in it once it has enrolled.
/// Null before.
moor::host::Host* host_of(Machine& machine);
moor::host::Host const* host_of(Machine const& machine);

}  // namespace drydock::simulator
