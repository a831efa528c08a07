#include "simulator/campaign/results.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace drydock::simulator {
namespace {

struct Results : testing::Test {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("drydock-results-" + std::to_string(getpid()));
  Results() { std::filesystem::create_directories(folder); }
  ~Results() override { std::filesystem::remove_all(folder); }

  std::string path(char const* name) const { return (folder / name).string(); }
  static RunReport report(std::uint64_t seed, std::string digest = "00ff") {
    RunReport one;
    one.seed = Seed{seed};
    one.digest = std::move(digest);
    one.marks = {"rare"};
    return one;
  }
  void write(char const* name, std::vector<RunReport> const& reports) {
    Result<ResultsFile> file = ResultsFile::open(path(name));
    ASSERT_TRUE(file) << file.error().message;
    for (RunReport const& one : reports) EXPECT_TRUE(file->append(one));
  }
  static std::vector<std::uint64_t> seeds(Result<std::vector<RunReport>> const& reports) {
    std::vector<std::uint64_t> all;
    for (RunReport const& one : *reports) all.push_back(one.seed.value());
    return all;
  }
};

using Seeds = std::vector<std::uint64_t>;

TEST_F(Results, WhatIsAppendedIsReadBack) {
  write("a", {report(1), report(2)});
  write("a", {report(3)});
  Result<std::vector<RunReport>> const read = read_results(path("a"));
  EXPECT_EQ(seeds(read), (Seeds{1, 2, 3}));
  EXPECT_EQ(read->front().marks, std::vector<std::string>{"rare"});
}

TEST_F(Results, AKillCostsTheLineThatWasUnderWay) {
  write("a", {report(1)});
  std::ofstream(path("a"), std::ios::app) << "{\"seed\":2,\"verd";
  EXPECT_EQ(seeds(read_results(path("a"))), Seeds{1});
  write("a", {report(2)});
  EXPECT_EQ(seeds(read_results(path("a"))), (Seeds{1, 2}));
}

TEST_F(Results, SharesOfACampaignMerge) {
  write("a", {report(1), report(3)});
  write("b", {report(2), report(3)});
  EXPECT_EQ(seeds(merge_results({path("a"), path("b")})), (Seeds{1, 2, 3}));
}

TEST_F(Results, TwoThatDoNotAgreeAreNamed) {
  write("a", {report(1, "aa")});
  write("b", {report(1, "bb")});
  EXPECT_EQ(merge_results({path("a"), path("b")}).error().message,
            path("b") + ": seed 1 has the digest bb, and aa elsewhere");
}

TEST_F(Results, WhatIsNoReportIsNamed) {
  std::ofstream(path("a")) << "hello\n";
  EXPECT_EQ(read_results(path("a")).error().message,
            path("a") + ", line 1: 'hello' is no report of a run");
  EXPECT_EQ(read_results(path("none")).error().message,
            path("none") + ": No such file or directory");
  EXPECT_FALSE(ResultsFile::open("/nowhere/a"));
}

}  // namespace
}  // namespace drydock::simulator
