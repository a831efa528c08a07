#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "simulator/campaign/draw_scenario.hpp"
#include "simulator/campaign/minimise.hpp"
#include "simulator/campaign/simpler.hpp"
#include "simulator/moor/moor_protocol.hpp"
#include "simulator/scenario/runner.hpp"

// A sample of mooR's defects: each failure that a campaign finds is cut to its core.

namespace drydock::simulator {
namespace {

std::string property_of(Scenario const& scenario) {
  Result<RunResult> const result = run_scenario(scenario, MoorProtocol{});
  return result && result->failure ? result->failure->property : "";
}

/// The first failure of a run with that defect, as drawn.
Scenario first_failure(std::string const& defect) {
  DrawSettings settings;
  settings.defects = {defect};
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    Scenario drawn = draw_scenario(MoorProtocol{}, Seed{seed}, settings);
    if (!property_of(drawn).empty()) return drawn;
  }
  ADD_FAILURE() << "no run failed with " << defect;
  return {};
}

TEST(MinimiseZoo, EachFailureIsCutToItsCore) {
  std::vector<std::size_t> steps;
  for (char const* defect : {"no-request-deadline", "dispatches-to-detached", "expires-nobody",
                             "wrong-caller", "attach-before-subscribe", "blocks-while-working",
                             "answers-after-timeout", "no-reconnect", "resends-unknown"}) {
    Scenario const drawn = first_failure(defect);
    std::string const property = property_of(drawn);
    auto const fails_alike = [&](Scenario const& less) { return property_of(less) == property; };
    Minimised const result = minimise(drawn, fails_alike);
    EXPECT_TRUE(result.is_minimal) << defect;
    EXPECT_TRUE(fails_alike(result.scenario)) << defect;
    EXPECT_FALSE(leave_one_out(result.scenario, fails_alike)) << defect;
    EXPECT_EQ(result.scenario.defects.size(), 1u) << defect << " has nothing to do with it";
    steps.push_back(result.scenario.steps.size());
  }
  std::sort(steps.begin(), steps.end());
  EXPECT_LE(steps[steps.size() / 2], 12u);
}

}  // namespace
}  // namespace drydock::simulator
