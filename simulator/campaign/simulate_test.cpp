#include "simulator/campaign/simulate.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "simulator/campaign/results.hpp"
#include "simulator/campaign/seed_text.hpp"
#include "simulator/scenario/replay.hpp"
#include "simulator/scenario/scenario_file.hpp"
#include "simulator/scenario/toy_protocol.hpp"

namespace drydock::simulator {
namespace {

struct Simulate : testing::Test {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("drydock-simulate-" + std::to_string(getpid()));
  std::ostringstream out;
  std::ostringstream err;
  SimulateOptions options;

  Simulate() { options.failures_folder = folder.string(); }
  ~Simulate() override { std::filesystem::remove_all(folder); }

  int run() { return run_simulate(options, ToyProtocol{}, out, err); }
  std::string write(std::string const& name, std::string const& text) {
    EXPECT_TRUE(write_scenario(folder / name, *parse_scenario(text)));
    return (folder / name).string();
  }
};

TEST_F(Simulate, ASoundCampaignSaysHowMuchItDid) {
  options.campaign.runs = 5;
  EXPECT_EQ(run(), 0);
  EXPECT_TRUE(out.str().starts_with("5 runs, 0 failures, ")) << out.str();
}

TEST_F(Simulate, AFailurePrintsItsWayBackAndLeavesTheSmallestScenario) {
  options.campaign.runs = 50;
  options.campaign.draw.defects = {"mixed"};
  EXPECT_EQ(run(), 1);
  EXPECT_NE(out.str().find("drydock simulate --seed "), std::string::npos) << out.str();
  EXPECT_NE(out.str().find(" --defect mixed\n"), std::string::npos);
  std::vector<std::filesystem::path> const found = *find_scenarios({folder.string()});
  ASSERT_FALSE(found.empty());
  Scenario const smallest = *read_scenario(found[0]);
  EXPECT_EQ(smallest.steps.size(), 4u) << to_text(smallest);  // Three questions, and time.
  options.file = found[0].string();
  EXPECT_EQ(run(), 1);
}

TEST_F(Simulate, JsonIsOneLineForEachRun) {
  options.campaign.runs = 3;
  options.json = true;
  EXPECT_EQ(run(), 0);
  std::istringstream lines(out.str());
  std::string line;
  std::uint64_t seed = 0;
  while (std::getline(lines, line)) EXPECT_EQ(parse_report(line)->seed, Seed{++seed});
  EXPECT_EQ(seed, 3u);
}

TEST_F(Simulate, ResultsSurviveAKillAndGoOnWhereTheyEnded) {
  std::filesystem::create_directories(folder);
  options.results = (folder / "results.jsonl").string();
  options.campaign.runs = 3;
  options.marks = {"toy.never"};
  EXPECT_EQ(run(), 0);
  EXPECT_NE(out.str().find("0 of 1 rare states were reached; never: toy.never\n"),
            std::string::npos)
      << out.str();
  out.str("");
  options.json = true;
  options.campaign.runs = 5;
  EXPECT_EQ(run(), 0);
  std::string const lines = out.str();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2) << lines;
  EXPECT_EQ(read_results(options.results)->size(), 5u);
}

TEST_F(Simulate, SharesOfACampaignAreSummedUp) {
  std::filesystem::create_directories(folder);
  options.campaign.runs = 7;
  options.campaign.shards = 2;
  for (std::uint64_t shard = 0; shard < 2; ++shard) {
    options.campaign.shard = shard;
    options.results = (folder / std::to_string(shard)).string();
    options.merge.clear();
    EXPECT_EQ(run(), 0);
    options.merge = {(folder / "0").string(), options.results};
  }
  out.str("");
  EXPECT_EQ(run(), 0);
  EXPECT_TRUE(out.str().starts_with("7 runs, 0 failures, ")) << out.str();
  options.merge = {"/nowhere"};
  EXPECT_EQ(run(), 2);
}

TEST_F(Simulate, WhatCannotRunIsCodeTwoAndNamesThePlace) {
  options.file = (folder / "none.scenario").string();
  EXPECT_EQ(run(), 2);
  EXPECT_NE(err.str().find("none.scenario: cannot read it"), std::string::npos) << err.str();
  err.str("");
  options.file = write("bad.scenario", "node d server\ndance d\nrun 1s\n");
  EXPECT_EQ(run(), 2);
  EXPECT_NE(err.str().find("line 3, column 1: there is no command 'dance'"), std::string::npos)
      << err.str();
}

TEST_F(Simulate, AReplayHoldsTheTraceAndARewriteRenewsIt) {
  std::string const path = write("a.scenario", "node d server\nnode c client\nask c 1\nrun 5s\n");
  ReplayOptions replaying;
  replaying.paths = {folder.string()};
  EXPECT_EQ(run_replay(replaying, ToyProtocol{}, out, err), 1);
  EXPECT_NE(out.str().find("has no trace"), std::string::npos);
  replaying.rewrite = true;
  EXPECT_EQ(run_replay(replaying, ToyProtocol{}, out, err), 0);
  replaying.rewrite = false;
  EXPECT_EQ(run_replay(replaying, ToyProtocol{}, out, err), 0);
  Scenario changed = *read_scenario(path);
  changed.trace->replace(changed.trace->find("Text(1)"), 7, "Text(2)");
  ASSERT_TRUE(write_scenario(path, changed));
  out.str("");
  EXPECT_EQ(run_replay(replaying, ToyProtocol{}, out, err), 1);
  EXPECT_NE(out.str().find("of the trace: recorded '"), std::string::npos) << out.str();
  replaying.paths = {"/nowhere"};
  EXPECT_EQ(run_replay(replaying, ToyProtocol{}, out, err), 2);
}

TEST(SeedText, IsANumberOrAHash) {
  EXPECT_EQ(parse_seed("24301"), Seed{24301});
  EXPECT_EQ(parse_seed("0x5eed"), Seed{0x5eed});
  EXPECT_EQ(parse_seed("857dca5400000000000000000000000000000000"), Seed{0x857dca5400000000});
  for (char const* text : {"", "many", "-1", "0x", "1 ", "18446744073709551616",
                           "zzzdca5400000000000000000000000000000000"}) {
    EXPECT_FALSE(parse_seed(text)) << text;
  }
}

}  // namespace
}  // namespace drydock::simulator
