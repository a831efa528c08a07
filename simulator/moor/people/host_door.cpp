#include "simulator/moor/people/host_door.hpp"

#include "reference/moor/host/enrolled_host.hpp"

namespace drydock::simulator {

moor::host::Host* host_of(Machine& machine) {
  auto* const enrolled = dynamic_cast<moor::host::EnrolledHost*>(&machine);
  return enrolled == nullptr ? static_cast<moor::host::Host*>(&machine) : enrolled->host();
}

moor::host::Host const* host_of(Machine const& machine) {
  auto const* const enrolled = dynamic_cast<moor::host::EnrolledHost const*>(&machine);
  return enrolled == nullptr ? static_cast<moor::host::Host const*>(&machine) : enrolled->host();
}

}  // namespace drydock::simulator
