#include "simulator/campaign/shrink.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "simulator/campaign/run_apart.hpp"
#include "simulator/campaign/tricky_protocol.hpp"
#include "simulator/scenario/replay.hpp"
#include "simulator/scenario/scenario_file.hpp"

namespace drydock::simulator {
namespace {

struct Shrink : testing::Test {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("drydock-shrink-" + std::to_string(getpid()));
  std::ostringstream out;
  std::ostringstream err;
  ShrinkOptions options;

  ~Shrink() override { std::filesystem::remove_all(folder); }

  int run(std::string const& steps, Protocol const& protocol = ToyProtocol{}) {
    options.file = (folder / "a.scenario").string();
    EXPECT_TRUE(write_scenario(options.file, *parse_scenario(toy_cast + steps)));
    return run_shrink(options, protocol, out, err);
  }
};

TEST_F(Shrink, TheSmallestScenarioComesWithItsTrace) {
  EXPECT_EQ(run("defect mixed\nask c 1\nask c 2\nask c 3\nask c 4\nrun 9s\nsettle 60s\n"), 0);
  Scenario const smallest = *parse_scenario(out.str());
  EXPECT_EQ(smallest.steps.size(), 4u) << out.str();
  EXPECT_NE(smallest.trace->find("fails  answered: "), std::string::npos) << out.str();
  EXPECT_TRUE(err.str().starts_with("answered: 4 steps and 2 nodes, from 6 steps and 2 nodes, in "))
      << err.str();
  EXPECT_TRUE(err.str().ends_with("; nothing more can be left out\n")) << err.str();
}

TEST_F(Shrink, AFileCanBeWrittenAndReplays) {
  options.output = (folder / "b.scenario").string();
  EXPECT_EQ(run("defect mixed\nask c 1\nask c 2\nask c 3\nask c 4\nrun 9s\n"), 0);
  EXPECT_EQ(out.str(), "");
  EXPECT_TRUE(replay(options.output, ToyProtocol{}, false));
}

TEST_F(Shrink, WhatDoesNotFailIsNothingToShrink) {
  EXPECT_EQ(run("ask c 1\nrun 9s\n"), 2);
  EXPECT_EQ(out.str(), "");
  EXPECT_NE(err.str().find("does not fail"), std::string::npos) << err.str();
  EXPECT_EQ(run("dance c\n"), 2);
  EXPECT_NE(err.str().find("there is no command 'dance'"), std::string::npos) << err.str();
  options.file = "/nowhere.scenario";
  EXPECT_EQ(run_shrink(options, ToyProtocol{}, out, err), 2);
}

TEST_F(Shrink, ARunThatEndsOurProgramShrinksToo) {
  TrickyProtocol const protocol([](Scenario& scenario) {
    bool const has_three = scenario.steps.size() >= 3;
    if (has_three) std::_Exit(1);
  });
  EXPECT_EQ(run("ask c 1\nask c 2\nask c 3\nask c 4\nrun 9s\n", protocol), 0);
  EXPECT_EQ(parse_scenario(out.str())->steps.size(), 3u) << out.str();
  EXPECT_TRUE(err.str().starts_with("crash: ")) << err.str();
}

TEST_F(Shrink, ARunThatGoesTwoWaysShrinksToo) {
  int runs = 0;
  TrickyProtocol const protocol([&](Scenario& scenario) {
    bool const has_three = scenario.steps.size() >= 4;
    if (++runs % 2 == 0 && has_three) scenario.defects = {"mixed"};
  });
  EXPECT_EQ(run("ask c 1\nask c 2\nask c 3\nask c 4\nrun 9s\n", protocol), 0);
  EXPECT_EQ(parse_scenario(out.str())->steps.size(), 4u) << out.str();
  EXPECT_TRUE(err.str().starts_with("determinism: ")) << err.str();
}

}  // namespace
}  // namespace drydock::simulator
