#include <fstream>

#include "simulator/campaign/simulate.hpp"
#include "simulator/moor/drawn_runs_testing.hpp"

// The strict profile: tokens that end within seconds, clocks that are wrong, keys that change, and
// intruders.

namespace drydock::simulator {
namespace {

/// Renewed by
/// `drydock simulate --profile strict --runs 100 --json > simulator/moor/strict_digests.jsonl`.
TEST(MoorProtocol, TheDigestsOf100StrictSeedsAreThoseOfEveryBuild) {
  std::ifstream file(DRYDOCK_SOURCE_DIR "/simulator/moor/strict_digests.jsonl");
  std::string line;
  std::uint64_t seed = 0;
  while (std::getline(file, line)) {
    ASSERT_EQ(to_json(run_drawn(++seed, "strict")), line) << "seed " << seed;
  }
  EXPECT_EQ(seed, 100u);
}

/// ST-12: what people are shown of a run holds no token.
TEST(MoorProtocol, NoTokenIsInATraceOfTheStrictProfile) {
  MoorProtocol const protocol;
  DrawSettings settings;
  settings.profile = "strict";
  RunSettings traced;
  traced.keep_trace = true;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto const run = run_scenario(draw_scenario(protocol, Seed{seed}, settings), protocol, traced);
    ASSERT_TRUE(run);
    EXPECT_NE(run->trace.find("with a token of"), std::string::npos) << "seed " << seed;
    EXPECT_EQ(run->trace.find("v4.public."), std::string::npos) << "seed " << seed;
  }
}

}  // namespace
}  // namespace drydock::simulator
