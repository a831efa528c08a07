#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "program/child_process.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::program {
namespace {

using transport::free_tcp_endpoint;
using transport::patience_max;
using transport::TemporaryDirectory;
using namespace std::chrono_literals;
using Command = std::vector<std::string>;

std::size_t count_of(std::string const& text, std::string const& what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

/// A strict daemon whose tokens last a few seconds, and strict workers, as processes. The parameter
/// says whether over tcp.
class StrictWorkerProcessTest : public testing::TestWithParam<bool> {
 protected:
  void choose_endpoints() {
    bool const tcp = GetParam();
    dispatch_ = tcp ? free_tcp_endpoint() : directory_.ipc("dispatch");
    control_ = tcp ? free_tcp_endpoint() : directory_.ipc("control");
    enrollment_ = tcp ? free_tcp_endpoint() : directory_.ipc("enrollment");
  }

  void start_daemon() {
    for (int attempt = 0; attempt < 10; ++attempt) {
      choose_endpoints();  // Somebody else may have been given a port since we saw it free.
      daemon_.emplace(Command{DRYDOCK_PROGRAM,
                              "daemon",
                              "--workers-only",
                              "--profile",
                              "strict",
                              "--generate-keypair",
                              "--private-key",
                              path("private.pem"),
                              "--public-key",
                              path("public.pem"),
                              "--worker-token-lifetime",
                              "2",
                              "--workers-request-listen",
                              dispatch_,
                              "--workers-response-listen",
                              control_,
                              "--callers-listen",
                              callers_,
                              "--enrollment-listen",
                              enrollment_,
                              "--data-dir",
                              path("daemon"),
                              "--enrollment-token-file",
                              path("token"),
                              "--ping-period",
                              "0.2",
                              "--log-level",
                              "debug"},
                      path("."));
      while (daemon_->running()) {
        if (request({"nobody-has-this-type", "--wait", "1"}).code == 1) return;
      }
    }
    FAIL() << "the daemon does not start: " << daemon_->wait(patience_max)->err;
  }

  /// Whether a request is answered within that time; until then each is answered with an error.
  bool is_served_within(std::chrono::seconds limit) {
    auto const end = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < end) {
      auto const answer = request({"echo", "1"});
      if (answer.code != 0) continue;
      EXPECT_EQ(answer.out, "{\"echo_response\", 1}\n");
      return true;
    }
    return false;
  }

  ChildProcess start_worker(std::string const& token_file, Command const& flags = {}) {
    Command command{DRYDOCK_PROGRAM,
                    "worker",
                    "--profile",
                    "strict",
                    "--workers-request-address",
                    dispatch_,
                    "--workers-response-address",
                    control_,
                    "--enrollment-address",
                    enrollment_,
                    "--enrollment-token-file",
                    token_file,
                    "--data-dir",
                    path("worker"),
                    "--log-level",
                    "debug"};
    command.insert(command.end(), flags.begin(), flags.end());
    return ChildProcess{command, path(".")};
  }

  Ended request(Command const& arguments) {
    Command command{DRYDOCK_PROGRAM, "request", "--callers-address", callers_};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run_process(command, path("."));
  }
  void expect_served() { EXPECT_TRUE(is_served_within(patience_max)) << daemon_->log(); }

  std::string path(std::string const& name) const { return directory_.path(name); }

  TemporaryDirectory directory_;
  std::string dispatch_;
  std::string control_;
  std::string enrollment_;
  std::string callers_ = directory_.ipc("callers");
  std::optional<ChildProcess> daemon_;
};

// ST-06, ST-07: two lifetimes and more pass while it works on one request; the answer is taken.
TEST_P(StrictWorkerProcessTest, OneRequestOutlivesTheTokenThatWasThereWhenItCame) {
  ASSERT_NO_FATAL_FAILURE(start_daemon());
  auto worker = start_worker(path("token"));
  expect_served();
  auto const answer = request({"echo", "{\"sleep\", 5.0}", "\"after\"", "--wait", "60"});
  EXPECT_EQ(answer.code, 0) << answer.err << worker.log() << daemon_->log();
  EXPECT_NE(answer.out.find("\"after\""), std::string::npos) << answer.out;
  expect_served();
  worker.signal(SIGTERM);
  auto const ended = worker.wait(patience_max);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 0) << ended->err;
  EXPECT_GE(count_of(ended->err, "service token renewed"), 2u) << ended->err;
  daemon_->signal(SIGTERM);
  auto const daemon_ended = daemon_->wait(patience_max);
  ASSERT_TRUE(daemon_ended);
  // ST-12, with everything at its loudest: no token has another beginning.
  EXPECT_EQ(count_of(ended->err + ended->out, "v4.public."), 0u);
  EXPECT_EQ(count_of(daemon_ended->err + daemon_ended->out, "v4.public."), 0u);
}

// ST-08 and EN-24: without the right enrollment token there is none to hold.
TEST_P(StrictWorkerProcessTest, AWrongEnrollmentTokenEndsItWithTheDaemonsWords) {
  ASSERT_NO_FATAL_FAILURE(start_daemon());
  std::ofstream(path("wrong")) << "not-the-token";
  auto worker = start_worker(path("wrong"));
  auto const ended = worker.wait(patience_max);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 2);
  EXPECT_NE(ended->err.find("Invalid enrollment token"), std::string::npos) << ended->err;
}

// The token is refused as expired each time, so the defect shows in who is served.
TEST_P(StrictWorkerProcessTest, AWorkerThatNeverRenewsIsServedNoMore) {
  ASSERT_NO_FATAL_FAILURE(start_daemon());
  // On a busy machine its token may have ended before it attached.
  std::optional<ChildProcess> worker;
  bool is_served = false;
  for (int attempt = 0; attempt < 10 && !is_served; ++attempt) {
    worker.emplace(start_worker(path("token"), {"--defect", "never-renews"}));
    is_served = is_served_within(5s);
  }
  ASSERT_TRUE(is_served) << daemon_->log();
  auto const end = std::chrono::steady_clock::now() + patience_max;
  while (request({"echo", "1", "--wait", "5"}).code == 0) {
    ASSERT_LT(std::chrono::steady_clock::now(), end);
  }
}

INSTANTIATE_TEST_SUITE_P(Transport, StrictWorkerProcessTest, testing::Bool(),
                         [](auto const& test) { return test.param ? "Tcp" : "Ipc"; });

}  // namespace
}  // namespace drydock::program
