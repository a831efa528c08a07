#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>

#include "simulator/campaign/campaign.hpp"
#include "simulator/campaign/draw_scenario.hpp"
#include "simulator/campaign/simulate.hpp"
#include "simulator/moor/moor_protocol.hpp"

// The strict profile: tokens that end within seconds, clocks that are wrong, keys that change, and
// intruders.

namespace drydock::simulator {
namespace {

RunReport run_strict(std::uint64_t seed, std::vector<std::string> defects = {}) {
  DrawSettings settings;
  settings.profile = "strict";
  settings.defects = std::move(defects);
  MoorProtocol const protocol;
  Result<RunReport> report =
      run_once(draw_scenario(protocol, Seed{seed}, settings), protocol, false);
  EXPECT_TRUE(report) << report.error().message;
  return *std::move(report);
}

TEST(MoorProtocol, TheStrictProfileKeepsEveryPropertyIn300Runs) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    RunReport const report = run_strict(seed);
    EXPECT_FALSE(report.failure) << "drydock simulate --profile strict --seed " << seed << ": "
                                 << report.failure->property << ": " << report.failure->what;
  }
}

/// Renewed by
/// `drydock simulate --profile strict --runs 100 --json > simulator/moor/strict_digests.jsonl`.
TEST(MoorProtocol, TheDigestsOf100StrictSeedsAreThoseOfEveryBuild) {
  std::ifstream file(DRYDOCK_SOURCE_DIR "/simulator/moor/strict_digests.jsonl");
  std::string line;
  std::uint64_t seed = 0;
  while (std::getline(file, line)) {
    ASSERT_EQ(to_json(run_strict(++seed)), line) << "seed " << seed;
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

struct Found {
  char const* defect;
  char const* property;
  std::uint64_t within_runs;
};

class EachTrustDefect : public testing::TestWithParam<Found> {};

TEST_P(EachTrustDefect, IsFound) {
  for (std::uint64_t seed = 1; seed <= GetParam().within_runs; ++seed) {
    RunReport const report = run_strict(seed, {GetParam().defect});
    if (report.failure && report.failure->property == GetParam().property) return;
  }
  ADD_FAILURE() << "no run broke " << GetParam().property;
}

INSTANTIATE_TEST_SUITE_P(
    Moor, EachTrustDefect,
    testing::Values(Found{"cache-outlives-expiry", "tokens_end", 20},
                    Found{"expired-still-dispatched", "tokens_end", 200},
                    Found{"nbf-ignored", "tokens_end", 300},
                    Found{"revoked-still-good", "tokens_end", 20},
                    Found{"client-id-not-compared", "no_trespass", 20},
                    Found{"zap-absent-admits-all", "no_trespass", 10},
                    Found{"admits-any-key", "no_trespass", 20},
                    Found{"stays-admitted", "no_trespass", 50},
                    Found{"renewal-keeps-old-id-wrong", "rightful_is_heard", 50},
                    Found{"rotation-forgets-previous", "rightful_is_heard", 200},
                    Found{"renews-too-late", "rightful_is_heard", 200},
                    Found{"old-key-still-signs", "served_after_healing", 50},
                    Found{"never-renews", "served_after_healing", 50},
                    Found{"refused-message-takes-effect", "no_dispatch_to_the_dead", 50}),
    [](auto const& name) {
      std::string text = name.param.defect;
      std::replace(text.begin(), text.end(), '-', '_');
      return text;
    });

}  // namespace
}  // namespace drydock::simulator
