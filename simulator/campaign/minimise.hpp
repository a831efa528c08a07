#pragma once

#include <cstddef>
#include <functional>

#include "simulator/scenario/scenario.hpp"

namespace drydock::simulator {

/// A scenario from which nothing can be left out that was tried: steps and nodes go, alone and in
/// runs of halving length, and times get shorter, as long as `still_fails` says yes; it is asked at
/// most `attempts_max` times.
Scenario minimise(Scenario scenario, std::function<bool(Scenario const&)> const& still_fails,
                  std::size_t attempts_max = 1000);

}  // namespace drydock::simulator
