#include "simulator/campaign/minimise.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "simulator/campaign/draw_scenario.hpp"
#include "simulator/campaign/simpler.hpp"
#include "simulator/scenario/runner.hpp"
#include "simulator/scenario/toy_protocol.hpp"

namespace drydock::simulator {
namespace {

std::string property_of(Scenario const& scenario) {
  Result<RunResult> const result = run_scenario(scenario, ToyProtocol{});
  return result && result->failure ? result->failure->property : "";
}

Minimised minimised(Scenario const& scenario) {
  std::string const property = property_of(scenario);
  return minimise(scenario,
                  [&](Scenario const& candidate) { return property_of(candidate) == property; });
}

std::string smallest(std::string_view text) {
  Minimised const result = minimised(*parse_scenario(text));
  EXPECT_TRUE(result.is_minimal);
  return to_text(result.scenario);
}

TEST(Minimise, OnlyWhatTheFailureNeedsIsLeft) {
  EXPECT_EQ(smallest("seed 77\ndefect mixed\nnetwork latency=2ms jitter=1ms\n"
                     "node d server start=0s\nnode c client\nnode c2 client\nnode c3 client\n"
                     "when the 5th Text of c3 leaves: crash d\nat 1s ask c 1\npause c3 500ms\n"
                     "at 2.25s ask c2 2\nat 17.123s ask c 3\nat 25s ask c 4\nrun 30s\n"
                     "settle 60s\n"),
            "seed 1\ndefect mixed\nnode d server\nnode c client\n"
            "at 1s ask c 2\nat 1s ask c 3\nat 1s ask c 4\nrun 2s\n");
}

TEST(Minimise, TimeToSettleIsLeftAlone) {
  std::string const text = smallest(
      "defect deaf\nnode d server\nnode c client\nask c 1\nask c 2\nask c 3\nrun 30s\nsettle "
      "42s\n");
  EXPECT_NE(text.find("settle 42s\n"), std::string::npos) << text;
}

TEST(Minimise, WhatIsAskedTooSeldomSaysSo) {
  Scenario const scenario = *parse_scenario(
      "defect mixed\nnode d server\nnode c client\nask c 1\nask c 2\nask c 3\nask c 4\nrun 9s\n");
  auto const still_fails = [](Scenario const& less) { return property_of(less) == "answered"; };
  Minimised const result = minimise(scenario, still_fails, 3);
  EXPECT_FALSE(result.is_minimal);
  EXPECT_EQ(result.attempts, 3u);
  EXPECT_EQ(property_of(result.scenario), "answered");
}

RC_GTEST_PROP(Minimise, TheResultFailsAlikeAndNothingCanBeLeftOut, ()) {
  DrawSettings settings;
  settings.defects = {*rc::gen::element<std::string>("deaf", "mixed")};
  Seed const seed{*rc::gen::inRange<std::uint64_t>(1, 1'000'000)};
  Scenario const drawn = draw_scenario(ToyProtocol{}, seed, settings);
  std::string const property = property_of(drawn);
  RC_PRE(!property.empty());
  Minimised const result = minimised(drawn);
  RC_ASSERT(property_of(result.scenario) == property);
  auto const fails_alike = [&](Scenario const& less) { return property_of(less) == property; };
  RC_ASSERT(!leave_one_out(result.scenario, fails_alike));
  RC_ASSERT(!make_one_simpler(result.scenario, fails_alike));
  RC_ASSERT(result.scenario.steps.size() <= 12u);
}

std::vector<std::string> simpler_steps(std::string_view step) {
  std::vector<std::string> all;
  Scenario const scenario = *parse_scenario("node a x\nnode b y\n" + std::string(step) + "\n");
  make_one_simpler(scenario, [&](Scenario const& simpler) {
    all.push_back(to_text(simpler.steps[0]));
    return false;
  });
  return all;
}

TEST(Simpler, TimesAndCountsBecomeRounderAndSmaller) {
  using Steps = std::vector<std::string>;
  EXPECT_EQ(simpler_steps("at 12.345s ask a 1"),
            (Steps{"at 1s ask a 1", "at 6s ask a 1", "at 11s ask a 1", "at 12s ask a 1",
                   "at 12.3s ask a 1"}));
  EXPECT_EQ(simpler_steps("settle 1m"), Steps{});
  EXPECT_EQ(simpler_steps("crash a 40"), (Steps{"crash a 1", "crash a 20", "crash a 38"}));
  EXPECT_EQ(simpler_steps("ask a 40"), Steps{});
  EXPECT_EQ(simpler_steps("cut a -- b"), (Steps{"cut a -> b", "cut b -> a"}));
  EXPECT_EQ(simpler_steps("skew a -3s"), (Steps{"skew a -1s", "skew a -2s"}));
  EXPECT_EQ(
      simpler_steps("when the 3rd X of a arrives at b: crash a"),
      (Steps{"when the 1st X of a arrives at b: crash a",
             "when the 2nd X of a arrives at b: crash a", "when the 3rd X of a arrives: crash a"}));
}

TEST(Simpler, OneNodePlaysThePartOfAnother) {
  Scenario const scenario = *parse_scenario(
      "node d server\nnode c1 client\nnode c2 client\nat 1s ask c1 c1-1\nat 1s ask c2 c2-1\n");
  std::vector<std::string> all;
  make_one_simpler(scenario, [&](Scenario const& simpler) {
    if (simpler.nodes.size() < scenario.nodes.size()) all.push_back(to_text(simpler));
    return false;
  });
  EXPECT_EQ(all, (std::vector<std::string>{"seed 1\nnode d server\nnode c1 client\n"
                                           "at 1s ask c1 c1-1\nat 1s ask c1 c2-1\n"}));
}

}  // namespace
}  // namespace drydock::simulator
