#pragma once

#include <cstddef>
#include <functional>

#include "simulator/scenario/scenario.hpp"

namespace drydock::simulator {

struct Minimised {
  Scenario scenario;
  std::size_t attempts = 0;
  /// Whether each way to leave one thing out of it was tried and lost the failure. Only where
  /// `attempts_max` was too few it is not so.
  bool is_minimal = false;
};

/// The smallest scenario of its kind: steps and nodes go, alone, in pairs and in runs of halving
/// length, and what is left becomes simpler, as long as `still_fails` says yes. In the end nothing
/// can be left out and nothing made simpler by itself (`leave_one_out`, `make_one_simpler`).
/// `scenario` fails; `still_fails` is asked at most `attempts_max` times.
Minimised minimise(Scenario scenario, std::function<bool(Scenario const&)> const& still_fails,
                   std::size_t attempts_max = 20'000);

}  // namespace drydock::simulator
