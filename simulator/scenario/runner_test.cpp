#include "simulator/scenario/runner.hpp"

#include <gtest/gtest.h>

#include "simulator/scenario/toy_protocol.hpp"

namespace drydock::simulator {
namespace {

RunResult run(std::string_view text, RunSettings const& settings = {}) {
  Result<Scenario> const scenario = parse_scenario(text);
  EXPECT_TRUE(scenario) << scenario.error().message;
  Result<RunResult> result = run_scenario(*scenario, ToyProtocol{}, settings);
  EXPECT_TRUE(result) << result.error().message;
  return *std::move(result);
}

std::string error_of(std::string_view text) {
  Result<RunResult> const result = run_scenario(*parse_scenario(text), ToyProtocol{});
  return result ? "" : result.error().message;
}

std::string with_cast(std::string_view steps) { return toy_cast + std::string(steps); }

TEST(Runner, AStoryReadsAsItHappens) {
  RunSettings settings;
  settings.keep_trace = true;
  RunResult const result = run(
      "network latency=1ms jitter=0s\nnode d server\nnode c client\nat 1s ask c hello\nsettle 5s\n",
      settings);
  EXPECT_FALSE(result.failure);
  EXPECT_EQ(result.trace,
            "0.000  d  start\n"
            "0.000  c  start\n"
            "0.000  -  settle\n"
            "0.000  -  ok\n");
}

TEST(Runner, ACommandRunsAtItsTime) {
  RunSettings settings;
  settings.keep_trace = true;
  RunResult const result = run(with_cast("network latency=1ms jitter=0s\nat 1s ask c hello\n"
                                         "run 2s\nsettle 5s\n"),
                               settings);
  EXPECT_EQ(result.trace,
            "0.000  d  start\n"
            "0.000  c  start\n"
            "0.002  c  up  toy\n"
            "1.000  -  do  ask c hello\n"
            "1.000  c  send  Text(hello)\n"
            "1.001  d  send  Text(hello)\n"
            "2.000  -  settle\n"
            "2.000  -  ok\n");
}

TEST(Runner, AnOccasionComesWhenTheMessageLeaves) {
  RunSettings settings;
  settings.keep_trace = true;
  RunResult const result =
      run(with_cast("network latency=1ms jitter=0s\nwhen the 2nd Text of c leaves: disconnect c d\n"
                    "at 1s ask c one\nat 2s ask c two\nrun 2.5s\n"),
          settings);
  EXPECT_NE(result.trace.find("2.000  c  send  Text(two)\n"
                              "2.000  -  do  disconnect c d\n"
                              "2.000  c  lost  Text(two): the connection broke\n"
                              "2.000  c  down  toy\n"),
            std::string::npos)
      << result.trace;
}

TEST(Runner, AnOccasionComesAfterTheMessageThatArrivesHadItsEffect) {
  RunSettings settings;
  settings.keep_trace = true;
  RunResult const result =
      run(with_cast("network latency=1ms jitter=0s\nwhen the 1st Text of c arrives: crash d\n"
                    "at 1s ask c one\nrun 1.5s\n"),
          settings);
  EXPECT_NE(result.trace.find("1.001  d  send  Text(one)\n"
                              "1.001  -  do  crash d\n"
                              "1.001  d  crash\n"
                              "1.001  d  lost  Text(one): the connection broke\n"),
            std::string::npos)
      << result.trace;
}

TEST(Runner, SettlingHealsWhatWasBroken) {
  EXPECT_FALSE(run(with_cast("run 1s\ncrash d\nask c one\nrun 5s\nsettle 10s\n")).failure);
  EXPECT_FALSE(run(with_cast("run 1s\ncut c -- d\nask c one\nrun 5s\nsettle 10s\n")).failure);
  EXPECT_FALSE(run(with_cast("run 1s\npause d\nask c one\nrun 5s\nsettle 10s\n")).failure);
  EXPECT_FALSE(run(with_cast("run 1s\nstop d\nask c one\nrun 5s\nsettle 10s\n")).failure);
  EXPECT_FALSE(run(with_cast("run 1s\nisolate d\nask c one\nrun 5s\nsettle 10s\n")).failure);
}

TEST(Runner, ClocksAndDisksHaveTheirFaults) {
  RunSettings settings;
  settings.keep_trace = true;
  RunResult const result =
      run(with_cast("at 1s step-clock d +10s\nat 2s snapshot d monday\nat 3s restore d sunday\n"
                    "disk-full c\nread-error c all\nrun 5s\nask c one\nsettle 10s\n"),
          settings);
  EXPECT_FALSE(result.failure);
  EXPECT_NE(result.trace.find("1.000  -  do  step-clock d +10s\n"
                              "2.000  -  do  snapshot d monday\n"
                              "3.000  -  do  restore d sunday\n"
                              "3.000  d  no snapshot  sunday\n"),
            std::string::npos)
      << result.trace;
}

TEST(Runner, WhatDoesNotSettleFails) {
  RunResult const result =
      run(with_cast("defect deaf\nask c 1\nask c 2\nask c 3\nrun 1s\nsettle 1m\n"));
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->property, "settles");
}

TEST(Runner, ACheckersFailureEndsTheRun) {
  RunResult const result = run(with_cast("defect mixed\nask c 1\nask c 2\nask c 3\nrun 1h\n"));
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(*result.failure, (Failure{"answered", "'3' was answered with '2'"}));
  EXPECT_LT(result.ended_at, VirtualTime{std::chrono::seconds{1}});
}

TEST(Runner, TheTailKeepsTheLastLines) {
  RunSettings settings;
  settings.keep_trace = true;
  settings.trace_lines_max = 2;
  RunResult const result = run(with_cast("run 1s\nask c 1\nrun 1s\n"), settings);
  EXPECT_EQ(std::count(result.trace.begin(), result.trace.end(), '\n'), 2);
  EXPECT_TRUE(result.trace.ends_with("2.000  -  ok\n"));
}

TEST(Runner, ATraceDoesNotChangeTheDigest) {
  std::string const text = with_cast("ask c 1\nrun 1s\npause d 2s\nask c 2\nrun 10s\n");
  RunSettings full;
  full.keep_trace = true;
  full.detail = Trace::Detail::full;
  full.keep_records = true;
  EXPECT_EQ(run(text).digest, run(text, full).digest);
}

TEST(Runner, AnErrorNamesLineAndColumn) {
  EXPECT_EQ(error_of(with_cast("at 1s dance c\n")),
            "line 3, column 7: there is no command 'dance'");
  EXPECT_EQ(error_of(with_cast("crash x\n")), "line 3, column 7: there is no node 'x'");
  EXPECT_EQ(error_of(with_cast("cut c d\n")), "line 3, column 7: 'd' where '->' or '--' should be");
  EXPECT_EQ(error_of(with_cast("pause c soon\n")),
            "line 3, column 9: 'soon' is no duration such as 10s, 12.5s or 100ms");
  EXPECT_EQ(error_of(with_cast("crash c d\n")),
            "line 3, column 9: 'd' is more than the command takes");
  EXPECT_EQ(error_of("node d butler\n"), "line 1, node d: there is no kind of node 'butler'");
  EXPECT_EQ(error_of("defect lazy\n"), "there is no defect 'lazy'");
  EXPECT_EQ(error_of(with_cast("when the 1st Text of x leaves: crash d\n")),
            "line 3, column 1: there is no node 'x'");
}

}  // namespace
}  // namespace drydock::simulator
