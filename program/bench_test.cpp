// Load on a real daemon: whether all is answered and told. How fast is nobody's verdict.
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "program/child_process.hpp"
#include "program/process_usage.hpp"
#include "program/session/commands.hpp"

namespace drydock::program {
namespace {

using transport::TemporaryDirectory;
using Command = std::vector<std::string>;
using Json = nlohmann::json;

class BenchTest : public testing::Test {
 protected:
  void start_daemon() { daemon_.emplace(daemon_command(directory_), directory_.path(".")); }
  Ended bench(Command const& flags) {
    Command command{DRYDOCK_PROGRAM,
                    "bench",
                    "daemon",
                    "--rpc-address",
                    directory_.ipc("rpc"),
                    "--events-address",
                    directory_.ipc("events")};
    command.insert(command.end(), flags.begin(), flags.end());
    return run_process(std::move(command), directory_.path("."));
  }

  TemporaryDirectory directory_;
  std::optional<ChildProcess> daemon_;
};

TEST_F(BenchTest, TwentyClientsAreAllAnswered) {
  start_daemon();
  auto const ended = bench({"--clients", "20", "--rate", "100", "--for", "1", "--wait", "60",
                            "--answer-wait", "60", "--json"});
  EXPECT_EQ(ended.code, 0) << ended.err << daemon_->log();
  EXPECT_EQ(ended.err, "");
  auto const told = Json::parse(ended.out);
  EXPECT_EQ(told.at("target"), "daemon");
  EXPECT_EQ(told.at("clients"), 20);
  EXPECT_EQ(told.at("asked"), 100);
  EXPECT_EQ(told.at("answered"), 100);
  EXPECT_EQ(told.at("unanswered"), 0);
  EXPECT_EQ(told.at("errors"), Json::object());
  EXPECT_GT(told.at("round_trips_per_second"), 0.0);
  auto const& latency = told.at("latency_ms");
  EXPECT_GT(latency.at("p50"), 0.0);
  EXPECT_LE(latency.at("p50"), latency.at("p99.9"));
  EXPECT_LE(latency.at("p99.9"), latency.at("max"));
  EXPECT_GT(told.at("process").at("peak_memory_bytes"), 1 << 20);
}

TEST_F(BenchTest, WhatFailsIsCountedByReason) {
  start_daemon();
  auto const ended = bench({"--clients", "2", "--rate", "10", "--for", "1", "--wait", "60",
                            "--answer-wait", "60", "--login", "connect wizard", "--eval", "1 / 0"});
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_NE(ended.out.find("answered 0, errors 10, unanswered 0"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("10 times: "), std::string::npos) << ended.out;
}

TEST_F(BenchTest, WithoutADaemonOrALoginItSaysSo) {
  auto const none = bench({"--wait", "0.1"});
  EXPECT_EQ(none.code, 2);
  EXPECT_EQ(none.out, "");
  EXPECT_NE(none.err.find("there is no daemon at ipc://"), std::string::npos) << none.err;
  start_daemon();
  auto const stranger =
      bench({"--wait", "60", "--login", "connect nobody", "--create", "", "--clients", "1"});
  EXPECT_EQ(stranger.code, 2);
  EXPECT_NE(stranger.err.find("does not let client 1 of 1 in"), std::string::npos) << stranger.err;
}

TEST_F(BenchTest, AMistakeIsNamedAndNothingRuns) {
  for (auto const& [flags, named] : std::vector<std::pair<Command, std::string>>{
           {{"--rate", "0"}, "--rate"},
           {{"--clients", "0"}, "--clients"},
           {{"--logins-at-once", "0"}, "--logins-at-once"},
           {{"--for", "-1"}, "--for"},
           {{"--pid", "999999999"}, "--pid: /proc/999999999"}}) {
    auto const ended = bench(flags);
    EXPECT_EQ(ended.code, 2) << named;
    EXPECT_NE(ended.err.find(named), std::string::npos) << ended.err;
  }
  auto const ended = run_process({DRYDOCK_PROGRAM, "bench", "kettle"}, directory_.path("."));
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("\"kettle\""), std::string::npos) << ended.err;
}

TEST_F(BenchTest, OfAProcessItIsKnownWhatItUses) {
  start_daemon();
  EXPECT_EQ(bench({"--clients", "1", "--rate", "1", "--for", "1", "--wait", "60"}).code, 0);
  auto const pid = listener_at(directory_.ipc("rpc"));
  ASSERT_TRUE(pid.has_value());
  auto const usage = usage_of(*pid);
  ASSERT_TRUE(usage.has_value()) << usage.error().message;
  EXPECT_GT(usage->peak_memory_bytes, 1u << 20);
  EXPECT_FALSE(listener_at(directory_.ipc("nobody")).has_value());
  EXPECT_FALSE(listener_at("tcp://127.0.0.1:7899").has_value());
  EXPECT_EQ(usage_of(getpid())->pid, getpid());
}

}  // namespace
}  // namespace drydock::program
