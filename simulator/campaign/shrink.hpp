#pragma once

#include <iosfwd>
#include <string>

#include "simulator/campaign/minimise.hpp"
#include "simulator/campaign/seeded_run.hpp"

namespace drydock::simulator {

/// The smallest scenario that fails as `report` says `scenario` does: the same property is broken,
/// whatever the words. Candidates run in processes of their own.
Minimised shrink(Scenario const& scenario, Protocol const& protocol, RunReport const& report);

/// The scenario with the trace that it gives; as it is where it cannot give one.
Scenario with_trace(Scenario scenario, Protocol const& protocol);

struct ShrinkOptions {
  std::string file;
  /// Where the scenario is written; to `out` if empty.
  std::string output;
};

/// Writes the smallest scenario that fails in the same way as that of the file, with its trace, and
/// says on `err` what became smaller. Exit code 0, or 2 if there is none: the file cannot be run,
/// does not fail, or the output cannot be written.
int run_shrink(ShrinkOptions const& options, Protocol const& protocol, std::ostream& out,
               std::ostream& err);

}  // namespace drydock::simulator
