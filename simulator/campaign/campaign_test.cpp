#include "simulator/campaign/campaign.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "simulator/campaign/tricky_protocol.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

std::vector<RunReport> reports(CampaignSettings const& settings,
                               Protocol const& protocol = ToyProtocol{}) {
  std::vector<RunReport> all;
  Result<void> const ran =
      run_campaign(settings, protocol, [&](RunReport const& report) { all.push_back(report); });
  EXPECT_TRUE(ran) << ran.error().message;
  return all;
}

CampaignSettings with_runs(std::uint64_t runs) {
  CampaignSettings settings;
  settings.runs = runs;
  return settings;
}

TEST(Campaign, ASoundProtocolPassesWhateverBefallsIt) {
  for (RunReport const& report : reports(with_runs(300))) {
    EXPECT_EQ(report.outcome, RunReport::Outcome::pass)
        << report.seed.value() << ": " << report.failure->what;
  }
}

TEST(Campaign, ReportsComeInTheOrderOfTheSeedsWithAnyNumberOfJobs) {
  CampaignSettings settings = with_runs(20);
  settings.first = Seed{100};
  std::vector<RunReport> const one = reports(settings);
  settings.jobs = 3;
  std::vector<RunReport> const three = reports(settings);
  ASSERT_EQ(one.size(), 20u);
  ASSERT_EQ(three.size(), 20u);
  for (std::size_t at = 0; at < one.size(); ++at) {
    EXPECT_EQ(one[at].seed, Seed{100 + at});
    EXPECT_EQ(to_json(one[at]), to_json(three[at]));
  }
}

TEST(Campaign, ShardsShareTheSeedsOut) {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t shard = 0; shard < 3; ++shard) {
    CampaignSettings settings = with_runs(10);
    settings.shard = shard;
    settings.shards = 3;
    for (RunReport const& report : reports(settings)) {
      EXPECT_TRUE(seeds.insert(report.seed.value()).second);
    }
  }
  EXPECT_EQ(seeds.size(), 10u);
  EXPECT_EQ(*seeds.rbegin(), 10u);
}

TEST(Campaign, EachDefectIsFound) {
  for (char const* const defect : {"deaf", "mixed"}) {
    CampaignSettings settings = with_runs(50);
    settings.draw.defects = {defect};
    std::size_t failures = 0;
    for (RunReport const& report : reports(settings)) {
      failures += report.outcome == RunReport::Outcome::fail ? 1 : 0;
    }
    EXPECT_GT(failures, 10u) << defect;
  }
}

TEST(Campaign, TwiceFindsNoDifferenceInADeterministicRun) {
  CampaignSettings settings = with_runs(20);
  settings.twice = true;
  for (RunReport const& report : reports(settings)) {
    EXPECT_EQ(report.outcome, RunReport::Outcome::pass);
  }
}

TEST(Campaign, TwiceNamesTheFirstEventThatDiffers) {
  int runs = 0;
  TrickyProtocol const protocol([&](Scenario& scenario) {
    if (++runs % 2 == 0) scenario.defects = {"mixed"};
  });
  Result<Scenario> const scenario =
      parse_scenario("node d server\nnode c client\nask c 1\nask c 2\nask c 3\nrun 10s\n");
  Result<RunReport> const report = run_once(*scenario, protocol, true);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->outcome, RunReport::Outcome::differs);
  EXPECT_NE(report->failure->what.find("node 0 send toy"), std::string::npos)
      << report->failure->what;
}

TEST(Campaign, ARunThatEndsOurProgramCostsThatRunOnly) {
  TrickyProtocol const protocol([](Scenario& scenario) {
    if (scenario.seed == Seed{5}) std::_Exit(1);
  });
  for (std::size_t const jobs : {std::size_t{1}, std::size_t{2}}) {
    CampaignSettings settings = with_runs(10);
    settings.jobs = jobs;
    std::vector<RunReport> const all = reports(settings, protocol);
    ASSERT_EQ(all.size(), 10u);
    for (RunReport const& report : all) {
      bool const is_crash = report.outcome == RunReport::Outcome::crash;
      EXPECT_EQ(is_crash, report.seed == Seed{5});
    }
  }
}

TEST(Campaign, AnUnknownDefectIsAnErrorBeforeAnyRun) {
  CampaignSettings settings = with_runs(1);
  settings.draw.defects = {"lazy"};
  Result<void> const ran = run_campaign(settings, ToyProtocol{}, [](RunReport const&) { FAIL(); });
  EXPECT_EQ(ran.error().message, "there is no defect 'lazy'");
}

TEST(Campaign, ADrawnScenarioReadBackGivesTheSameDigest) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Scenario const drawn = draw_scenario(ToyProtocol{}, Seed{seed}, {});
    Result<Scenario> const read = parse_scenario(to_text(drawn));
    ASSERT_TRUE(read) << read.error().message << '\n' << to_text(drawn);
    EXPECT_EQ(run_once(drawn, ToyProtocol{}, false)->digest,
              run_once(*read, ToyProtocol{}, false)->digest);
  }
}

TEST(Campaign, AReportGoesThroughJson) {
  RunReport report;
  report.seed = Seed{UINT64_MAX};
  report.outcome = RunReport::Outcome::fail;
  report.digest = "00ff";
  report.events = 3;
  report.virtual_seconds = 1.5;
  report.failure = Failure{"answered", "a \"quoted\" thing"};
  report.scenario = "failures/x.scenario";
  EXPECT_EQ(
      to_json(report),
      R"({"seed":18446744073709551615,"verdict":"fail","digest":"00ff","events":3,)"
      R"("virtual_seconds":1.5,"failure":{"property":"answered","what":"a \"quoted\" thing"},)"
      R"("scenario":"failures/x.scenario"})");
  EXPECT_EQ(parse_report(to_json(report))->failure, report.failure);
}

}  // namespace
}  // namespace drydock::simulator
