#include "simulator/scenario/scenario.hpp"

#include <gtest/gtest.h>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr char whole[] = R"(# A story.
#
# Of two paragraphs.
seed 7
profile robust
defect one
defect two
network latency=1ms jitter=0s
node d daemon
node w worker type=echo start=1s
when the 3rd RequestResult of w leaves: disconnect w d
when the 22nd WorkerPong of w arrives: crash d
when the 11th PingWorkers of d arrives at w: crash w
at 1.5s request c echo {1, "two  words"}
cut w -> d
run 10s
settle 2m
----
0.000  d  start
)";

TEST(Scenario, GoesThereAndBack) {
  Result<Scenario> const scenario = parse_scenario(whole);
  ASSERT_TRUE(scenario) << scenario.error().message;
  std::string expected = whole;
  expected.replace(expected.find("2m"), 2, "120s");
  EXPECT_EQ(to_text(*scenario), expected);
}

TEST(Scenario, HasWhatTheFileSays) {
  Scenario const scenario = *parse_scenario(whole);
  EXPECT_EQ(scenario.seed, Seed{7});
  EXPECT_EQ(scenario.defects, (std::vector<std::string>{"one", "two"}));
  ASSERT_EQ(scenario.nodes.size(), 2u);
  EXPECT_EQ(scenario.nodes[1].setting("type"), "echo");
  ASSERT_EQ(scenario.steps.size(), 7u);
  EXPECT_EQ(scenario.steps[0].when.ordinal, 3u);
  EXPECT_EQ(scenario.steps[2].when.receiver, "w");
  EXPECT_EQ(scenario.steps[3].time, 1500ms);
  EXPECT_EQ(scenario.steps[3].column, 9u);
  EXPECT_EQ(scenario.trace, "0.000  d  start\n");
}

std::string reading_error_of(std::string_view text) {
  Result<Scenario> const scenario = parse_scenario(text);
  return scenario ? "" : scenario.error().message;
}

TEST(Scenario, AnErrorNamesLineColumnAndWhatWasSeen) {
  EXPECT_EQ(reading_error_of("seed 1\nseed many\n"),
            "line 2, column 6: 'many' is no seed: a number below 2^64");
  EXPECT_EQ(reading_error_of("run\n"),
            "line 1, column 4: a duration is missing at the end of the line");
  EXPECT_EQ(reading_error_of("\n\nat soon crash w"),
            "line 3, column 4: 'soon' is no duration such as 10s, 12.5s or 100ms");
  EXPECT_EQ(reading_error_of("at 1s"),
            "line 1, column 6: a command is missing at the end of the line");
  EXPECT_EQ(reading_error_of("when the third X of w leaves: crash w"),
            "line 1, column 10: 'third' where 1st, 2nd, 3rd and so on should be");
  EXPECT_EQ(
      reading_error_of("when the 3rd X of w comes: crash w"),
      "line 1, column 21: 'comes:' where 'leaves:', 'arrives:' or 'arrives at NODE:' should be");
  EXPECT_EQ(reading_error_of("node w worker\nnode w worker\n"),
            "line 2, column 6: there is a node 'w' already");
  EXPECT_EQ(reading_error_of("node w worker fast\n"),
            "line 1, column 15: 'fast' where a setting, key=value, should be");
  EXPECT_EQ(reading_error_of("network speed=1\n"),
            "line 1, column 9: 'speed=1' where latency=TIME or jitter=TIME should be");
  EXPECT_EQ(reading_error_of("run 1s 2s\n"),
            "line 1, column 8: '2s' is more than the command takes");
}

}  // namespace
}  // namespace drydock::simulator
