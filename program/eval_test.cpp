// A daemon, a worker and a client as processes: what somebody who evaluates something sees.
#include <gtest/gtest.h>

#include <csignal>

#include "program/child_process.hpp"
#include "program/session/commands.hpp"

namespace drydock::program {
namespace {

using transport::patience_max;
using transport::TemporaryDirectory;
using Command = std::vector<std::string>;

class EvalTest : public testing::Test {
 protected:
  void start_daemon() { daemon_.emplace(daemon_command(directory_), directory_.path(".")); }
  Ended eval(std::string const& expression, Command const& flags = {}) {
    Command command{DRYDOCK_PROGRAM,
                    "eval",
                    expression,
                    "--rpc-address",
                    directory_.ipc("rpc"),
                    "--events-address",
                    directory_.ipc("events"),
                    "--wait",
                    "60"};
    command.insert(command.end(), flags.begin(), flags.end());
    return run_process(std::move(command), directory_.path("."));
  }

  TemporaryDirectory directory_;
  std::optional<ChildProcess> daemon_;
};

TEST_F(EvalTest, AWorkerAnswersWhatAProgramAsks) {
  start_daemon();
  ChildProcess const worker{
      Command{DRYDOCK_PROGRAM, "worker", "--type", "echo", "--workers-request-address",
              directory_.ipc("dispatch"), "--workers-response-address", directory_.ipc("control")},
      directory_.path(".")};
  std::string const asked = R"(worker_request("echo", {"Hello", "World", 123}))";
  auto const end = std::chrono::steady_clock::now() + patience_max;
  auto answer = eval(asked);
  while (answer.code != 0 && std::chrono::steady_clock::now() < end) answer = eval(asked);
  EXPECT_EQ(answer.out, "{\"echo_response\", \"Hello\", \"World\", 123}\n") << answer.err;
  EXPECT_EQ(eval("workers()[1][2]").out, "1\n");
}

TEST_F(EvalTest, SaysWhatTheCodeSaysAndHowItFails) {
  start_daemon();
  auto const said = eval("notify(player, \"a line\"); return {1, \"two\"};");
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.out, "{1, \"two\"}\n");
  EXPECT_EQ(said.err, "a line\n");
  auto const failed = eval("1 / 0");
  EXPECT_EQ(failed.code, 1);
  EXPECT_EQ(failed.out, "");
  EXPECT_NE(failed.err.find("Division by zero"), std::string::npos) << failed.err;
  auto const wrong = eval("1 +");
  EXPECT_EQ(wrong.code, 1);
  EXPECT_NE(wrong.err.find("ine 1"), std::string::npos) << wrong.err;
  auto const nobody = eval("1", {"--player", "nobody"});
  EXPECT_EQ(nobody.code, 2);
  EXPECT_NE(nobody.err.find("does not let us in"), std::string::npos) << nobody.err;
}

TEST_F(EvalTest, FindsTheWorldAsItWasAfterAKill) {
  start_daemon();
  EXPECT_EQ(eval("#11.name = \"torch\"").code, 0);
  daemon_->signal(SIGKILL);
  ASSERT_TRUE(daemon_->wait(patience_max));
  start_daemon();
  auto const seen = eval("#11.name");
  EXPECT_EQ(seen.out, "\"torch\"\n") << seen.err << daemon_->log();
}

TEST_F(EvalTest, WithoutADaemonSaysSo) {
  auto const ended = run_process(
      {DRYDOCK_PROGRAM, "eval", "1", "--rpc-address", directory_.ipc("rpc"), "--wait", "0.1"},
      directory_.path("."));
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("there is no daemon at ipc://"), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace drydock::program
