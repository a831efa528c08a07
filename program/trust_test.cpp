#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "program/child_process.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::program {
namespace {

using transport::free_tcp_endpoint;
using transport::patience_max;
using transport::TemporaryDirectory;
using Command = std::vector<std::string>;

/// A daemon and workers over tcp as an operator has them: CURVE, and files of their own.
class TrustTest : public testing::Test {
 protected:
  void start_daemon() {
    for (int attempt = 0; attempt < 10; ++attempt) {
      daemon_.emplace(Command{DRYDOCK_PROGRAM, "daemon", "--workers-only",
                              "--workers-request-listen", dispatch_, "--workers-response-listen",
                              control_, "--callers-listen", callers_, "--enrollment-listen",
                              enrollment_, "--data-dir", path("daemon"), "--enrollment-token-file",
                              path("token"), "--ping-period", "0.2", "--log-level", "debug"},
                      path("."));
      while (daemon_->running()) {
        if (request({"nobody-has-this-type", "--wait", "1"}).code == 1) return;
      }
      choose_endpoints();  // Somebody else may have been given a port since we saw it free.
    }
    FAIL() << "the daemon does not start: " << daemon_->wait(patience_max)->err;
  }

  ChildProcess start_worker(std::string const& token_file, Command const& flags = {}) {
    Command command{DRYDOCK_PROGRAM,
                    "worker",
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
  /// Asks until the exit code is that one.
  Ended request_until(int code) {
    auto const end = std::chrono::steady_clock::now() + patience_max;
    for (;;) {
      auto const answer = request({"echo", "1"});
      if (answer.code == code || std::chrono::steady_clock::now() > end) return answer;
    }
  }
  void expect_served() {
    auto const answer = request_until(0);
    EXPECT_EQ(answer.out, "{\"echo_response\", 1}\n") << answer.err;
  }

  std::string path(std::string const& name) const { return directory_.path(name); }
  std::string content(std::string const& name) const {
    std::ifstream file(path(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::vector<std::filesystem::path> allowed() const {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(path("daemon/allowed-hosts"))) {
      files.push_back(entry.path());
    }
    return files;
  }
  int mode_of(std::string const& name) const {
    struct stat status = {};
    EXPECT_EQ(stat(path(name).c_str(), &status), 0) << name;
    return status.st_mode & 0777;
  }
  void choose_endpoints() {
    dispatch_ = free_tcp_endpoint();
    control_ = free_tcp_endpoint();
    enrollment_ = free_tcp_endpoint();
  }

  TemporaryDirectory directory_;
  std::string dispatch_ = free_tcp_endpoint();
  std::string control_ = free_tcp_endpoint();
  std::string enrollment_ = free_tcp_endpoint();
  std::string callers_ = directory_.ipc("callers");
  std::optional<ChildProcess> daemon_;
};

// EN-02, EN-08, EN-15, EN-20, EN-22.
TEST_F(TrustTest, AWorkerEnrollsOnceAndServes) {
  start_daemon();
  auto first = start_worker(path("token"));
  expect_served();
  first.signal(SIGTERM);
  ASSERT_TRUE(first.wait(patience_max));
  EXPECT_EQ(allowed().size(), 1u);
  for (char const* secret : {"token", "daemon/daemon-curve.key", "worker/echo-worker-curve.key"}) {
    EXPECT_EQ(mode_of(secret), 0600) << secret;
  }
  EXPECT_EQ(mode_of("daemon/allowed-hosts"), 0700);
  auto const worker = start_worker(path("no-such-file"));
  expect_served();
  EXPECT_EQ(allowed().size(), 1u);
}

// EN-24.
TEST_F(TrustTest, AWrongTokenEndsTheWorkerWithTheDaemonsWords) {
  start_daemon();
  std::ofstream(path("wrong")) << "not-the-token";
  auto worker = start_worker(path("wrong"));
  auto const ended = worker.wait(patience_max);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 2);
  EXPECT_NE(ended->err.find("Invalid enrollment token"), std::string::npos) << ended->err;
  EXPECT_EQ(ended->err.find("not-the-token"), std::string::npos);
}

// EN-22.
TEST_F(TrustTest, ASecretKeyThatOthersCanReadIsWarnedOf) {
  start_daemon();
  constexpr char const* key = "worker/echo-worker-curve.key";
  auto careless = start_worker(path("token"), {"--defect", "loose-key-file"});
  expect_served();
  EXPECT_EQ(mode_of(key), 0644);
  careless.signal(SIGTERM);
  auto const careless_ended = careless.wait(patience_max);
  ASSERT_TRUE(careless_ended);
  EXPECT_EQ(careless_ended->err.find("others can read"), std::string::npos);
  auto worker = start_worker(path("token"));
  expect_served();
  EXPECT_NE(worker.log().find("echo-worker-curve.key has mode 0644: others can read"),
            std::string::npos)
      << worker.log();
}

// EN-26: environment, then the flag's file, then the default one; empty ones are passed over.
TEST_F(TrustTest, TheEnrollmentTokenIsSoughtInOrder) {
  start_daemon();
  std::filesystem::create_directories(path("config/moor"));
  std::ofstream(path("config/moor/enrollment-token")) << "by-default";
  std::ofstream(path("empty")) << " \n";
  std::ofstream(path("wrong")) << "in-the-flags-file";
  std::string const token = content("token");
  auto const run = [&](std::string const& from_environment, std::string const& file,
                       Command const& flags = {}) {
    Command command{"/usr/bin/env",
                    "XDG_CONFIG_HOME=" + path("config"),
                    "MOOR_ENROLLMENT_TOKEN=" + from_environment,
                    DRYDOCK_PROGRAM,
                    "worker",
                    "--workers-request-address",
                    dispatch_,
                    "--workers-response-address",
                    control_,
                    "--enrollment-address",
                    enrollment_,
                    "--enrollment-token-file",
                    path(file),
                    "--data-dir",
                    path("worker")};
    command.insert(command.end(), flags.begin(), flags.end());
    return ChildProcess{command, path(".")};
  };
  auto const is_refused = [&](ChildProcess worker) {
    auto const ended = worker.wait(patience_max);
    return ended && ended->code == 2 &&
           ended->err.find("Invalid enrollment token") != std::string::npos;
  };
  EXPECT_TRUE(is_refused(run("in-the-environment", "token")));
  EXPECT_TRUE(is_refused(run("", "wrong")));
  EXPECT_TRUE(is_refused(run("", "empty")));
  EXPECT_TRUE(is_refused(run("", "token", {"--defect", "token-from-default-first"})));
  auto const worker = run("", "token");
  expect_served();
}

// EN-10, and keys that stay: the daemon restarts, its workers come back without enrolling.
TEST_F(TrustTest, ADaemonKeepsItsKeysAndItsHosts) {
  start_daemon();
  auto const worker = start_worker(path("token"));
  expect_served();
  std::string const key = content("daemon/daemon-curve.pub");
  daemon_->signal(SIGKILL);
  ASSERT_TRUE(daemon_->wait(patience_max));
  auto const rotated = run_process(Command{DRYDOCK_PROGRAM, "daemon", "--rotate-enrollment-token",
                                           "--enrollment-token-file", path("token")},
                                   path("."));
  EXPECT_EQ(rotated.code, 0);
  EXPECT_EQ(rotated.out + rotated.err, "") << "a token is shown to nobody";
  start_daemon();
  EXPECT_EQ(content("daemon/daemon-curve.pub"), key);
  expect_served();
}

// TS-16: its file removed, a worker loses what it had, though it was connected.
TEST_F(TrustTest, ARemovedHostIsServedNoMore) {
  start_daemon();
  auto const worker = start_worker(path("token"));
  expect_served();
  for (auto const& file : allowed()) std::filesystem::remove(file);
  auto const refused = request_until(1);
  EXPECT_EQ(refused.err.rfind("E_", 0), 0u) << refused.err;
}

// TS-17.
TEST_F(TrustTest, HalfAKeyPairIsRefusedAndLeftAlone) {
  start_daemon();
  daemon_->signal(SIGTERM);
  ASSERT_TRUE(daemon_->wait(patience_max));
  std::string const secret = content("daemon/daemon-curve.key");
  std::filesystem::remove(path("daemon/daemon-curve.pub"));
  auto const ended = run_process(
      Command{DRYDOCK_PROGRAM, "daemon", "--workers-only", "--workers-request-listen", dispatch_,
              "--data-dir", path("daemon"), "--enrollment-token-file", path("token")},
      path("."));
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("daemon-curve.key is there, daemon-curve.pub is not"), std::string::npos)
      << ended.err;
  EXPECT_EQ(content("daemon/daemon-curve.key"), secret);
}

// TS-19, EN-18: everything at its loudest, and nothing of it in any output.
TEST_F(TrustTest, NoSecretIsLogged) {
  start_daemon();
  auto worker = start_worker(path("token"));
  expect_served();
  worker.signal(SIGTERM);
  auto const worker_ended = worker.wait(patience_max);
  daemon_->signal(SIGTERM);
  auto const daemon_ended = daemon_->wait(patience_max);
  ASSERT_TRUE(worker_ended && daemon_ended);
  auto const secret_in = [&](std::string const& file) {
    std::string const text = content(file);
    std::size_t const at = text.find("secret=");
    return text.substr(at + 7, 40);
  };
  for (std::string const& secret : {content("token"), secret_in("daemon/daemon-curve.key"),
                                    secret_in("worker/echo-worker-curve.key")}) {
    ASSERT_GE(secret.size(), 36u);
    for (auto const& said :
         {worker_ended->err, worker_ended->out, daemon_ended->err, daemon_ended->out}) {
      EXPECT_EQ(said.find(secret), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace drydock::program
