#pragma once

#include "simulator/campaign/seeded_run.hpp"

namespace drydock::simulator {

/// `run_once` in a process of its own: a run that ends our program gives a report that says so.
/// Fails where the scenario is nothing that can be run, or the system has no process left for it.
Result<RunReport> run_apart(Scenario const& scenario, Protocol const& protocol, bool twice);

/// The report of a run that ended our program.
RunReport crashed(Seed seed);

}  // namespace drydock::simulator
