#include "simulator/real/shared_set.hpp"

#include <gtest/gtest.h>

namespace drydock::simulator {
namespace {

std::optional<std::string> why_unreal(std::string const& steps) {
  auto const scenario = parse_scenario("seed 1\nnode d daemon\nnode w worker\n" + steps);
  EXPECT_TRUE(scenario.has_value());
  return why_unreal(*scenario);
}

TEST(SharedSet, WhatAProxyAndProcessesCanMeetIsForReal) {
  EXPECT_EQ(why_unreal("when the 1st AttachWorker of w leaves: disconnect w d\n"
                       "at 1s cut w -> d\nat 2s heal\nat 3s pause w 1s\nat 4s restart d\n"
                       "at 5s step-clock d +1m\nat 6s request c echo {1}\n"
                       "at 7s lose-reply w control\nat 7s slow d 100ms\n"
                       "at 8s bandwidth w -> d 9\nrun 9s\n"),
            std::nullopt);
}

TEST(SharedSet, TheFirstStepThatOnlyAModelCanDoIsNamedAndWhy) {
  EXPECT_EQ(
      why_unreal("at 1s restart w\nat 2s fill-router d control\nat 3s slow-joiner w -> d 9s\n"),
      "fill-router d control: what fills a queue of libzmq's is heard when that drains");
}

}  // namespace
}  // namespace drydock::simulator
