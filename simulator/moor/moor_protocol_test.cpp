#include "simulator/moor/moor_protocol.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "simulator/campaign/campaign.hpp"
#include "simulator/scenario/replay.hpp"
#include "simulator/scenario/scenario_file.hpp"

namespace drydock::simulator {
namespace {

RunReport run_seed(std::uint64_t seed, std::vector<std::string> defects = {}, bool twice = false) {
  DrawSettings settings;
  settings.defects = std::move(defects);
  MoorProtocol const protocol;
  Result<RunReport> report =
      run_once(draw_scenario(protocol, Seed{seed}, settings), protocol, twice);
  EXPECT_TRUE(report) << report.error().message;
  return *std::move(report);
}

TEST(MoorProtocol, TheReferenceMachinesKeepEveryPropertyInAThousandRuns) {
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    RunReport const report = run_seed(seed);
    EXPECT_FALSE(report.failure) << "drydock simulate --seed " << seed << ": "
                                 << report.failure->property << ": " << report.failure->what;
  }
}

TEST(MoorProtocol, TheCompatibleProfileKeepsThemToo) {
  DrawSettings settings;
  settings.profile = "compatible";
  MoorProtocol const protocol;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Result<RunReport> const report =
        run_once(draw_scenario(protocol, Seed{seed}, settings), protocol, false);
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->failure) << seed << ": " << report->failure->what;
  }
}

TEST(MoorProtocol, ARunIsTheSameTwice) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    EXPECT_EQ(run_seed(seed, {}, true).outcome, RunReport::Outcome::pass) << seed;
  }
}

/// Every build of ours has to agree on these, whatever its compiler, its optimisation and its
/// sanitizers. A change of what the machines do renews the file:
/// `drydock simulate --runs 200 --json > simulator/moor/digests.jsonl`.
TEST(MoorProtocol, TheDigestsOf200SeedsAreThoseOfEveryBuild) {
  std::ifstream file(DRYDOCK_SOURCE_DIR "/simulator/moor/digests.jsonl");
  std::string line;
  std::uint64_t seed = 0;
  while (std::getline(file, line)) ASSERT_EQ(to_json(run_seed(++seed)), line) << "seed " << seed;
  EXPECT_EQ(seed, 200u);
}

struct Found {
  char const* defect;
  char const* property;
  std::uint64_t within_runs;
};

class EachDefect : public testing::TestWithParam<Found> {};

TEST_P(EachDefect, IsFound) {
  for (std::uint64_t seed = 1; seed <= GetParam().within_runs; ++seed) {
    RunReport const report = run_seed(seed, {GetParam().defect});
    if (report.failure && report.failure->property == GetParam().property) return;
  }
  ADD_FAILURE() << "no run broke " << GetParam().property;
}

INSTANTIATE_TEST_SUITE_P(
    Moor, EachDefect,
    testing::Values(Found{"no-request-deadline", "settles_once", 200},
                    Found{"reattach-forgets-pending", "settles_once", 2000},
                    Found{"expiry-forgets-pending", "settles_once", 100},
                    Found{"detach-forgets-pending", "settles_once", 1000},
                    Found{"settles-twice", "settles_once", 1000},
                    Found{"dispatches-to-detached", "no_dispatch_to_the_dead", 200},
                    Found{"expires-nobody", "no_dispatch_to_the_dead", 200},
                    Found{"wrong-caller", "answers_match", 50},
                    Found{"changes-perms", "answers_match", 20},
                    Found{"no-pings", "served_after_healing", 20},
                    Found{"waits-for-ever", "served_after_healing", 500},
                    Found{"no-reconnect", "served_after_healing", 100},
                    Found{"reattached-is-fatal", "served_after_healing", 200},
                    Found{"exits-without-daemon", "served_after_healing", 1000},
                    Found{"attach-before-subscribe", "undisturbed_is_served", 500},
                    Found{"silent-on-failure", "undisturbed_is_served", 200},
                    Found{"blocks-while-working", "undisturbed_is_served", 500},
                    Found{"default-timeout", "undisturbed_is_served", 300},
                    Found{"answers-twice", "answers_once", 10},
                    Found{"answers-after-timeout", "answers_once", 50},
                    Found{"resends-unknown", "answers_once", 200}),
    [](auto const& name) {
      std::string text = name.param.defect;
      std::replace(text.begin(), text.end(), '-', '_');
      return text;
    });

TEST(Scenarios, EachGivesItsTrace) {
  MoorProtocol const protocol;
  auto const found = find_scenarios({DRYDOCK_SOURCE_DIR "/scenarios"});
  ASSERT_TRUE(found);
  EXPECT_GE(found->size(), 25u);
  for (auto const& path : *found) {
    Result<void> const held = replay(path, protocol, false);
    EXPECT_TRUE(held) << path << ": " << held.error().message
                      << "\nIf that is right: drydock replay --rewrite " << path;
  }
}

TEST(Scenarios, EachIsWrittenAsWeWriteThem) {
  auto const found = find_scenarios({DRYDOCK_SOURCE_DIR "/scenarios"});
  ASSERT_TRUE(found);
  for (auto const& path : *found) {
    std::ifstream file(path);
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    Result<Scenario> const scenario = parse_scenario(text);
    ASSERT_TRUE(scenario) << path << ": " << scenario.error().message;
    EXPECT_EQ(to_text(*scenario), text) << path;
    EXPECT_FALSE(scenario->story.empty()) << path << " tells no story";
  }
}

std::string error_of(std::string_view text) {
  Result<Scenario> const scenario = parse_scenario(text);
  Result<RunResult> const result = run_scenario(*scenario, MoorProtocol{});
  return result ? "" : result.error().message;
}

TEST(MoorProtocol, AnErrorNamesWhatItSaw) {
  EXPECT_EQ(error_of("node h ghost\n"),
            "line 1, node h: there is no kind of node 'ghost': it is daemon, worker, caller or "
            "host, or an intruder in the strict profile, or a web or a prankster in the others");
  EXPECT_EQ(error_of("node c caller\nnode h host\narrive c alice\n"),
            "line 3, column 8: 'c' is no host");
  EXPECT_EQ(error_of("node h host\ntype alice\n"),
            "line 2, column 11: nothing stands behind the person");
  EXPECT_EQ(error_of("node d daemon speed=1\n"), "line 1, node d: a daemon has no setting 'speed'");
  EXPECT_EQ(error_of("node d daemon silence_max=long\n"),
            "line 1, node d: silence_max: 'long' is no duration such as 10s, 12.5s or 100ms");
  EXPECT_EQ(error_of("node w worker defect=no-detach,lazy\n"),
            "line 1, node w: defect: there is no defect 'lazy'");
  EXPECT_EQ(error_of("node w worker service=mail\n"),
            "line 1, node w: service: 'mail' is neither echo nor test");
  EXPECT_EQ(error_of("node w worker\nat 1s request w echo {}\n"),
            "line 2, column 15: 'w' is no caller");
  EXPECT_EQ(error_of("node c caller\nrequest c echo 7\n"),
            "line 2, column 16: the arguments are no list");
  EXPECT_TRUE(error_of("node c caller\nrequest c echo {1,\n").starts_with("line 2, column 16: "));
  EXPECT_EQ(error_of("profile stern\n"),
            "there is no profile 'stern': it is robust, compatible or strict");
}

TEST(MoorProtocol, ARequestIsToldInTimeThoughNoDaemonEverComes) {
  Result<Scenario> const scenario =
      parse_scenario("node c caller\nrequest c echo within 1s {1}\nrun 1m\n");
  Result<RunResult> const result = run_scenario(*scenario, MoorProtocol{});
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->failure) << result->failure->what;
}

}  // namespace
}  // namespace drydock::simulator
