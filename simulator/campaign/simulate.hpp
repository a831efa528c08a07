#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/campaign/campaign.hpp"

namespace drydock::simulator {

struct SimulateOptions {
  /// A scenario to run; a campaign if empty.
  std::string file;
  CampaignSettings campaign;
  bool json = false;
  /// Files with the results of campaigns, which are summed up in place of running anything.
  std::vector<std::string> merge;
  /// Where to append each report; the seeds that are in it already are not run again.
  std::string results;
  /// The rare states that there are; a campaign names those it never reached.
  std::vector<std::string_view> marks;
  /// Whether to say on `err` how far it is, when it takes long.
  bool progress = false;
  /// Where scenarios of failures are written.
  std::string failures_folder = "failures";
};

/// Runs a scenario or a campaign. Failures come with the broken property, the end of the trace, the
/// scenario that was minimised from it, and the command that shows it again. A campaign ends with a
/// summary, the rare states that it never came to among it. Gives the exit code: 0
/// fine, 1 a property is broken or two runs differ, 2 it could not run.
int run_simulate(SimulateOptions const& options, Protocol const& protocol, std::ostream& out,
                 std::ostream& err);

}  // namespace drydock::simulator
