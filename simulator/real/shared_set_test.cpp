#include "simulator/real/shared_set.hpp"

#include <gtest/gtest.h>

namespace drydock::simulator {
namespace {

std::optional<std::string> unreal_step(std::string const& steps) {
  auto const scenario = parse_scenario("seed 1\nnode d daemon\nnode w worker\n" + steps);
  EXPECT_TRUE(scenario.has_value());
  return first_unreal_step(*scenario);
}

TEST(SharedSet, WhatAProxyAndProcessesCanMeetIsForReal) {
  EXPECT_EQ(unreal_step("when the 1st AttachWorker of w leaves: disconnect w d\n"
                        "at 1s cut w -> d\nat 2s heal\nat 3s pause w 1s\nat 4s restart d\n"
                        "at 5s step-clock d +1m\nat 6s request c echo {1}\nrun 9s\n"),
            std::nullopt);
}

TEST(SharedSet, TheFirstStepThatOnlyAModelCanDoIsNamed) {
  EXPECT_EQ(unreal_step("at 1s restart w\nat 2s slow-joiner w -> d 3s\nat 3s bandwidth w -> d 9\n"),
            "slow-joiner w -> d 3s");
  EXPECT_EQ(unreal_step("at 1s slow d 100ms\n"), "slow d 100ms");
}

}  // namespace
}  // namespace drydock::simulator
