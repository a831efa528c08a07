#pragma once

#include <string>
#include <vector>

#include "simulator/scenario/protocol.hpp"

namespace drydock::simulator {

struct DrawSettings {
  std::string profile;
  std::vector<std::string> defects;
  /// How long faults and workload go on before all is healed, in virtual time.
  Duration lasts = std::chrono::seconds{30};
};

/// A whole run drawn from a seed: topology, workload, network, and which faults there are at all,
/// since a run with few kinds of fault goes deeper than one with a little of each (swarm testing).
/// It is a scenario like one that somebody wrote: faults first, then `settle`.
Scenario draw_scenario(Protocol const& protocol, Seed seed, DrawSettings const& settings);

}  // namespace drydock::simulator
