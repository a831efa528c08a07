#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zmq.h>

#include <chrono>
#include <csignal>
#include <filesystem>

#include "program/child_process.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::program {
namespace {

using transport::free_tcp_endpoint;
using transport::patience_max;
using transport::RawSocket;
using transport::TemporaryDirectory;
using Command = std::vector<std::string>;

Command operator+(Command left, Command const& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

/// A daemon, its workers and its callers as real processes.
class Harbour {
 public:
  explicit Harbour(bool tcp) : tcp_(tcp) { choose_endpoints(); }

  /// Starts the daemon and waits until it answers. On tcp somebody else may have been given the
  /// port since we saw it free; then others are tried.
  void start_daemon(Command const& flags = {}) {
    for (int attempt = 0; attempt < 10; ++attempt) {
      daemon_.emplace(daemon_command() + flags, directory());
      while (daemon_->running()) {
        if (request({"nobody-has-this-type", "--wait", "1"}).code == 1) return;
      }
      if (!tcp_) break;
      choose_endpoints();
    }
    FAIL() << "the daemon does not start: " << daemon_->wait(patience_max)->err;
  }

  ChildProcess start_worker(Command const& flags = {}) {
    return ChildProcess{Command{DRYDOCK_PROGRAM, "worker", "--workers-request-address", dispatch_,
                                "--workers-response-address", control_} +
                            security() + flags,
                        directory()};
  }

  Ended request(Command const& arguments) {
    return run_process(
        Command{DRYDOCK_PROGRAM, "request", "--callers-address", callers_} + security() + arguments,
        directory());
  }

  /// Asks again and again until the answer is `enough`, or patience ends.
  template <class Enough>
  Ended request_until(Command const& arguments, Enough enough) {
    auto const end = std::chrono::steady_clock::now() + patience_max;
    for (;;) {
      auto const answer = request(arguments);
      if (enough(answer) || std::chrono::steady_clock::now() > end) return answer;
    }
  }

  void expect_served() {
    // A dispatch can be lost while connections come back (UQ-02), hence the timeout.
    auto const answer = request_until({"echo", "\"Hello\"", "123", "--timeout", "2"},
                                      [](Ended const& ended) { return ended.code == 0; });
    EXPECT_EQ(answer.out, "{\"echo_response\", \"Hello\", 123}\n") << daemon_->log();
    EXPECT_EQ(answer.err, "");
    EXPECT_EQ(answer.code, 0);
  }

  Command daemon_command() const {
    return Command{DRYDOCK_PROGRAM,
                   "daemon",
                   "--workers-only",
                   "--log-level",
                   "debug",
                   "--ping-period",
                   "0.2",
                   "--workers-request-listen",
                   dispatch_,
                   "--workers-response-listen",
                   control_,
                   "--callers-listen",
                   callers_} +
           security();
  }
  ChildProcess& daemon() { return *daemon_; }
  std::string const& control() const { return control_; }
  std::string directory() const { return directory_.path("."); }
  std::string path(std::string const& name) const { return directory_.path(name); }

 private:
  Command security() const { return tcp_ ? Command{"--insecure"} : Command{}; }
  void choose_endpoints() {
    dispatch_ = tcp_ ? free_tcp_endpoint() : directory_.ipc("dispatch");
    control_ = tcp_ ? free_tcp_endpoint() : directory_.ipc("control");
    callers_ = tcp_ ? free_tcp_endpoint() : directory_.ipc("callers");
  }

  bool tcp_;
  TemporaryDirectory directory_;
  std::string dispatch_;
  std::string control_;
  std::string callers_;
  std::optional<ChildProcess> daemon_;
};

class Processes : public testing::TestWithParam<bool> {
 protected:
  Harbour harbour_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Transports, Processes, testing::Bool(),
                         [](auto const& tcp) { return tcp.param ? "tcp" : "ipc"; });

TEST_P(Processes, ARequestIsAnsweredByAWorker) {
  harbour_.start_daemon();
  auto const worker = harbour_.start_worker({"--type", "echo"});
  harbour_.expect_served();
  auto const failed = harbour_.request({"echo", "{\"fail\", \"no luck\"}"});
  EXPECT_EQ(failed.code, 1);
  EXPECT_EQ(failed.err, "E_INVARG: Request error: no luck\n");
  EXPECT_EQ(failed.out, "");
  auto const nobody = harbour_.request({"nosuch", "1"});
  EXPECT_EQ(nobody.code, 1);
  EXPECT_EQ(nobody.err, "E_TYPE: No worker available for nosuch\n");
}

TEST_P(Processes, AWorkerComesBackByItselfWhenItsDaemonWasKilled) {
  harbour_.start_daemon();
  auto const worker = harbour_.start_worker();
  harbour_.expect_served();
  for (int times = 0; times < 2; ++times) {
    harbour_.daemon().signal(SIGKILL);
    ASSERT_TRUE(harbour_.daemon().wait(patience_max));
    ChildProcess again{harbour_.daemon_command(), harbour_.directory()};
    std::swap(harbour_.daemon(), again);
    harbour_.expect_served();
    EXPECT_TRUE(harbour_.daemon().running());
  }
}

// DW-42: 100 others hold connections, half of them idle, half of them full of garbage.
TEST_P(Processes, OthersDoNotKeepTheDaemonFromServing) {
  harbour_.start_daemon();
  void* const context = zmq_ctx_new();
  std::vector<void*> others;
  int const no_linger = 0;
  for (int i = 0; i < 100; ++i) {
    others.push_back(zmq_socket(context, ZMQ_DEALER));
    zmq_setsockopt(others.back(), ZMQ_LINGER, &no_linger, sizeof no_linger);
    zmq_connect(others.back(), harbour_.control().c_str());
    if (i % 2 == 0) continue;
    for (int message = 0; message < 100; ++message) {
      // Without a delimiter, and with one: the first is dropped, the second answered as rejected.
      if (message % 2 == 0) zmq_send(others.back(), "", 0, ZMQ_SNDMORE);
      zmq_send(others.back(), "garbage", 7, 0);
    }
  }
  auto const worker = harbour_.start_worker();
  harbour_.expect_served();
  for (void* const other : others) zmq_close(other);
  zmq_ctx_term(context);
}

TEST_P(Processes, AWorkerThatWasKilledExpires) {
  harbour_.start_daemon({"--silence-max", "1"});
  auto worker = harbour_.start_worker();
  harbour_.expect_served();
  worker.signal(SIGKILL);
  auto const answer = harbour_.request_until({"echo"}, [](Ended const& ended) {
    // What the daemon gave the dead worker before it noticed is said to be lost.
    EXPECT_TRUE(ended.err.starts_with("E_TYPE") || ended.err.starts_with("E_EXEC: Worker detached"))
        << ended.err;
    return ended.err.starts_with("E_TYPE");
  });
  EXPECT_EQ(answer.err, "E_TYPE: No worker available for echo\n");
  EXPECT_EQ(answer.code, 1);
}

TEST_P(Processes, AWorkerThatIsToldToStopDetachesFirst) {
  harbour_.start_daemon();
  auto worker = harbour_.start_worker();
  harbour_.expect_served();
  worker.signal(SIGTERM);
  auto const ended = worker.wait(patience_max);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 0) << ended->err;
  EXPECT_EQ(harbour_.request({"echo"}).err, "E_TYPE: No worker available for echo\n");
}

TEST_P(Processes, ADaemonThatGotAMessageWithoutDelimiterStopsWhenTold) {
  harbour_.start_daemon();
  RawSocket dealer{ZMQ_DEALER};
  dealer.connect(harbour_.control());
  dealer.send({"bare"});
  dealer.send({"", "not two frames"});
  ASSERT_TRUE(dealer.receive()) << "the bare frame came before this one";
  dealer.send({"bare"});
  harbour_.daemon().signal(SIGTERM);
  auto const ended = harbour_.daemon().wait(patience_max);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 0) << ended->err;
}

TEST_P(Processes, ASecondDaemonIsRefusedAndTheFirstServesOn) {
  harbour_.start_daemon();
  auto const worker = harbour_.start_worker();
  harbour_.expect_served();
  auto const second = run_process(harbour_.daemon_command(), harbour_.directory());
  EXPECT_EQ(second.code, 2);
  auto const* why = GetParam() ? "Address already in use" : "somebody answers there already";
  EXPECT_NE(second.err.find(why), std::string::npos) << second.err;
  harbour_.expect_served();
}

TEST(Processes, TheDaemonsFilesAreNobodyElsesAndGoWithIt) {
  Harbour harbour{false};
  harbour.start_daemon();
  for (auto const* name : {"dispatch", "control", "callers"}) {
    struct stat status{};
    ASSERT_EQ(::stat(harbour.path(name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 0077, 0u) << name;
  }
  harbour.daemon().signal(SIGINT);
  ASSERT_TRUE(harbour.daemon().wait(patience_max));
  for (auto const* name : {"dispatch", "control", "callers"}) {
    EXPECT_FALSE(std::filesystem::exists(harbour.path(name))) << name;
  }
}

TEST(Processes, ARequestWithoutDaemonSaysSo) {
  Harbour harbour{false};
  auto const answer = harbour.request({"echo", "--wait", "0.05"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.err, "drydock request: no daemon answers\n");
}

TEST(Processes, AWorkerWithoutDaemonStopsWhenTold) {
  Harbour harbour{false};
  auto worker = harbour.start_worker();
  EXPECT_TRUE(worker.running());
  worker.signal(SIGTERM);
  EXPECT_TRUE(worker.wait(patience_max));
}

}  // namespace
}  // namespace drydock::program
