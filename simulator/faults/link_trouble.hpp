#pragma once

#include <functional>
#include <string>
#include <vector>

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {

// For the faults that are in a link and stay there.

/// Changes what is wrong on these ways.
Action change_trouble(Ways const& ways, std::function<void(LinkTrouble&)> change);

/// `A -> B 2s`, behind a verb: a delay of what comes about anew on these ways; 0s ends it.
Result<Action> parse_trouble_delay(Words& words, World const& world, Duration LinkTrouble::* delay);
/// Such a delay for some seconds; the two who are there part first, or it would not show.
std::vector<DrawnCommand> draw_trouble_delay(std::string const& verb, Rng& rng,
                                             FaultTargets const& targets);

}  // namespace drydock::simulator
