#pragma once

#include <optional>
#include <string>

#include "simulator/scenario/scenario.hpp"

namespace drydock::simulator {

/// The first step of `scenario` that only a simulation can do, and why; nothing if all can be done
/// for real: all that processes, clocks and disks meet, and of what befalls connections whatever a
/// proxy can do to them.
std::optional<std::string> why_unreal(Scenario const& scenario);

}  // namespace drydock::simulator
