#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include <csignal>
#include <filesystem>

#include "reference/transport/runner.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::transport {
namespace {

using Texts = std::vector<std::string>;

/// Answers "serving", and "stopping" once told to stop; an obedient one then exits with 7.
class Server : public Machine {
 public:
  Server(std::string endpoint, bool obedient)
      : endpoint_(std::move(endpoint)), obedient_(obedient) {}

  void step(VirtualTime, Input const& input, Outbox& out) override {
    if (std::holds_alternative<Started>(input)) {
      SocketSpec spec;
      spec.type = SocketType::rep;
      spec.bind = {endpoint_};
      out.emplace_back(OpenSocket{"rep", spec});
    } else if (auto const* message = std::get_if<Received>(&input)) {
      out.emplace_back(Send{message->from, frames_of({stopping_ ? "stopping" : "serving"})});
    } else if (std::holds_alternative<StopRequested>(input)) {
      stopping_ = true;
      if (obedient_) out.emplace_back(Exit{7, "told to"});
    }
  }

 private:
  std::string endpoint_;
  bool obedient_;
  bool stopping_ = false;
};

/// A process that runs the server under real signals, and leaves with its exit code.
class Child {
 public:
  Child(std::string const& endpoint, bool obedient) : process_(fork()) {
    if (process_ != 0) return;
    auto const signals = StopSignals::take();
    Server machine{endpoint, obedient};
    RunOptions options;
    options.stop_descriptor = signals->descriptor();
    options.log = [](LogLevel, std::string_view) {};
    auto const result = run(machine, options);
    _exit(result ? result->code : 99);
  }
  ~Child() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  Child(Child const&) = delete;
  Child& operator=(Child const&) = delete;
  void signal(int number) const { kill(process_, number); }
  /// The exit code, once it ended; -1 if a signal ended it.
  int wait() {
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t process_;
};

class StopBySignal : public testing::TestWithParam<int> {
 protected:
  TemporaryDirectory directory_;
  std::string endpoint_ = directory_.ipc("rep");
};

INSTANTIATE_TEST_SUITE_P(Signals, StopBySignal, testing::Values(SIGTERM, SIGINT),
                         [](auto const& signal) {
                           return signal.param == SIGTERM ? "SIGTERM" : "SIGINT";
                         });

TEST_P(StopBySignal, TheMachineEndsInGoodOrderAndItsFilesGo) {
  Child child{endpoint_, true};
  RawSocket asker{ZMQ_REQ};
  asker.connect(endpoint_);
  asker.send({"?"});
  ASSERT_EQ(asker.receive(), Texts{"serving"});
  ASSERT_TRUE(std::filesystem::exists(directory_.path("rep")));
  child.signal(GetParam());
  EXPECT_EQ(child.wait(), 7);
  EXPECT_FALSE(std::filesystem::exists(directory_.path("rep")));
}

TEST_P(StopBySignal, AMessageWithoutDelimiterDoesNotKeepItFromEnding) {
  Child child{endpoint_, true};
  RawSocket dealer{ZMQ_DEALER};
  dealer.connect(endpoint_);
  dealer.send({"", "?"});
  ASSERT_EQ(dealer.receive(), (Texts{"", "serving"}));
  dealer.send({"bare"});
  child.signal(GetParam());
  EXPECT_EQ(child.wait(), 7);
}

TEST_P(StopBySignal, TheSecondSignalEndsTheStubbornAtOnce) {
  Child child{endpoint_, false};
  RawSocket asker{ZMQ_REQ};
  asker.connect(endpoint_);
  auto const ask = [&] {
    asker.send({"?"});
    return asker.receive();
  };
  ASSERT_EQ(ask(), Texts{"serving"});
  child.signal(GetParam());
  while (ask() == Texts{"serving"}) continue;
  child.signal(GetParam());
  EXPECT_EQ(child.wait(), 1);
  EXPECT_FALSE(std::filesystem::exists(directory_.path("rep")));
}

TEST(Stop, EachRequestIsReadOnce) {
  StopRequests stop;
  EXPECT_FALSE(take_stop(stop.descriptor()));
  stop.request();
  stop.request();
  EXPECT_TRUE(take_stop(stop.descriptor()));
  EXPECT_TRUE(take_stop(stop.descriptor()));
  EXPECT_FALSE(take_stop(stop.descriptor()));
}

}  // namespace
}  // namespace drydock::transport
