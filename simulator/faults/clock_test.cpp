#include "simulator/faults/clock.hpp"

#include "simulator/faults/fault_testing.hpp"
#include "simulator/world/player.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

struct ClockFaults : testing::Test {
  World world{WorldSettings{}};
  Player a{world, "a"};
  Player b{world, "b"};

  Duration error() { return world.clock(a.node()).error(world.now()); }
  void pass(Duration time) { world.run_until(world.now() + time); }
};

TEST_F(ClockFaults, ASkewedClockIsWrongUntilItIsSet) {
  EXPECT_EQ(give(world, "skew a +5s"), "");
  EXPECT_EQ(error(), 5s);
  EXPECT_EQ(give(world, "skew a -1.5s"), "");
  EXPECT_EQ(error(), -1500ms);
  EXPECT_EQ(world.clock(b.node()).error(world.now()), 0s);
  EXPECT_EQ(give(world, "set-clock a"), "");
  EXPECT_EQ(error(), 0s);
}

TEST_F(ClockFaults, ClocksStepAndDrift) {
  EXPECT_EQ(give(world, "step-clock a +10s"), "");
  EXPECT_EQ(give(world, "step-clock a +10s"), "");
  EXPECT_EQ(give(world, "step-clock a -5s"), "");
  EXPECT_EQ(error(), 15s);
  EXPECT_EQ(give(world, "drift a -1/100"), "");
  pass(1000s);
  EXPECT_EQ(error(), 5s);
}

TEST_F(ClockFaults, HealingSetsClocksRight) {
  give(world, "step-clock a +10s");
  give(world, "drift b +1/2");
  heal_everything(world);
  pass(100s);
  EXPECT_EQ(error(), 0s);
  EXPECT_EQ(world.clock(b.node()).error(world.now()), 0s);
}

TEST_F(ClockFaults, AnErrorNamesWhatItSaw) {
  EXPECT_EQ(give(world, "skew a 5s"), "column 8: '5s' is no difference of time such as +5s or -5s");
  EXPECT_EQ(give(world, "step-clock a +soon"),
            "column 14: '+soon' is no difference of time such as +5s or -5s");
  EXPECT_EQ(give(world, "skew a"), "column 7: +TIME or -TIME is missing at the end of the line");
  for (char const* drift :
       {"1/100", "+1", "+1/", "+/2", "+1/0", "+3/2", "+1/2x", "+-1/2", "+1/2000000000"}) {
    EXPECT_EQ(give(world, std::string("drift a ") + drift),
              "column 9: '" + std::string(drift) + "' is no drift such as +1/100 or -1/100");
  }
}

TEST_F(ClockFaults, OnlyClocksThatMatterAreDrawn) {
  FaultTargets targets;
  targets.clocks = {"a", "b"};
  expect_draws_can_be_given(skew_fault(), targets);
  expect_draws_can_be_given(clock_step_fault(), targets);
  expect_draws_can_be_given(drift_fault(), targets);
}

}  // namespace
}  // namespace drydock::simulator
