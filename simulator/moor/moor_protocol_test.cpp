#include "simulator/moor/moor_protocol.hpp"

#include <fstream>

#include "simulator/moor/drawn_runs_testing.hpp"
#include "simulator/scenario/replay.hpp"
#include "simulator/scenario/scenario_file.hpp"

namespace drydock::simulator {
namespace {

TEST(MoorProtocol, ARunIsTheSameTwice) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    EXPECT_EQ(run_drawn(seed, "robust", {}, true).outcome, RunReport::Outcome::pass) << seed;
  }
}

/// Every build of ours has to agree on these, whatever its compiler, its optimisation and its
/// sanitizers. A change of what the machines do renews the file:
/// `drydock simulate --runs 200 --json > simulator/moor/digests.jsonl`.
TEST(MoorProtocol, TheDigestsOf200SeedsAreThoseOfEveryBuild) {
  std::ifstream file(DRYDOCK_SOURCE_DIR "/simulator/moor/digests.jsonl");
  std::string line;
  std::uint64_t seed = 0;
  while (std::getline(file, line)) ASSERT_EQ(to_json(run_drawn(++seed)), line) << "seed " << seed;
  EXPECT_EQ(seed, 200u);
}

TEST(Scenarios, EachGivesItsTrace) {
  MoorProtocol const protocol;
  auto const found = find_scenarios({DRYDOCK_SOURCE_DIR "/scenarios"});
  ASSERT_TRUE(found);
  EXPECT_GE(found->size(), 160u);
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
