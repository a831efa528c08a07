#pragma once

#include <functional>

#include "simulator/scenario/scenario.hpp"

namespace drydock::simulator {

/// Takes a scenario that was made from another. Says true when it has seen enough.
using TakeScenario = std::function<bool(Scenario)>;

/// All that come of leaving one thing out, in a fixed order: a step, a node by itself or with every
/// step that names it, a setting of a node, a defect, the profile, or what the network was set to.
/// False if `take` never had enough.
bool leave_one_out(Scenario const& scenario, TakeScenario const& take);

/// All in which one thing is simpler and nothing is left out, in a fixed order: an instant or a
/// duration is rounder or shorter, a number smaller, an ordinal earlier, a fault goes one way in
/// place of both, one node plays the part of another of its kind, or the seed is 1. No chain of
/// them is endless. How long a run has to settle stays, since whatever has no time does not settle.
/// False if `take` never had enough.
bool make_one_simpler(Scenario const& scenario, TakeScenario const& take);

/// Without the node, and without the steps that name it.
Scenario without_node(Scenario scenario, std::size_t node);

}  // namespace drydock::simulator
