// A daemon that is killed again and again while clients store things, and started again on the same
// files. DRYDOCK_KILLS says how often; 20 times unless it does.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <deque>
#include <thread>

#include "program/child_process.hpp"
#include "program/session/commands.hpp"
#include "program/session/storing_client.hpp"
#include "program/session/waiting_caller.hpp"
#include "reference/transport/entropy.hpp"

namespace drydock::program {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::size_t clients_count = 4;
/// Every so many kills callers wait, and everything that was ever stored is looked at.
constexpr std::size_t thorough_each = 5;

std::size_t kills_wanted() {
  char const* const text = std::getenv("DRYDOCK_KILLS");
  return text == nullptr ? 20 : std::strtoul(text, nullptr, 10);
}

class KilledDaemon : public testing::Test {
 protected:
  KilledDaemon() {
    for (std::size_t number = 0; number < clients_count; ++number) {
      clients_.emplace_back(directory_.ipc("rpc"), life_, number,
                            rng_.fork(fmt::format("client{}", number)));
    }
  }

  void start() {
    daemon_.emplace(watchful_daemon_command(directory_), directory_.path("."));
    life_.lives = true;
  }
  void kill() {
    daemon_->signal(SIGKILL);
    ASSERT_TRUE(daemon_->wait(transport::patience_max));
    life_.lives = false;
    killed_at_ = Clock::now();
    ++kills_;
  }
  /// The one thing in these tests that is up to chance: when the next kill comes.
  void pass_some_time(std::chrono::microseconds max) {
    std::this_thread::sleep_for(
        std::chrono::microseconds{rng_.below(static_cast<std::uint64_t>(max.count()))});
  }

  /// Some or all store, each in a thread; killed after some acknowledgements, at once or after a
  /// moment.
  void store_and_kill() {
    std::size_t const busy = 1 + rng_.below(clients_count);
    std::vector<std::thread> threads;
    std::vector<std::string> failures(clients_count);
    for (std::size_t number = 0; number < busy; ++number) {
      threads.emplace_back([this, number, &failures] {
        try {
          clients_[number].store();
        } catch (std::exception const& failure) {
          failures[number] = failure.what();
          life_.acknowledged += 1'000'000;  // Nobody has to wait for more.
          life_.acknowledged.notify_all();
        }
      });
    }
    std::uint64_t const enough = life_.acknowledged + rng_.below(100);
    for (auto seen = life_.acknowledged.load(); seen < enough; seen = life_.acknowledged) {
      life_.acknowledged.wait(seen);
    }
    if (rng_.chance({1, 2})) pass_some_time(std::chrono::milliseconds{5});
    kill();
    for (std::thread& thread : threads) thread.join();
    for (std::string const& failure : failures) ASSERT_EQ(failure, "") << daemon_->log();
  }

  /// It dies before anybody was served, perhaps in the middle of taking its files over.
  void die_while_starting() {
    start();
    pass_some_time(std::chrono::milliseconds{60});
    kill();
  }

  void check(bool everything) {
    auto const killed_at = killed_at_;
    for (StoringClient& client : clients_) {
      client.check(everything);
      if (&client == &clients_.front()) {
        Milliseconds const down = Clock::now() - killed_at;
        down_sum_ += down;
        down_max_ = std::max(down_max_, down);
        ++recoveries_;
      }
      client.note_in(handed_out_);
    }
  }

  void report() {
    std::uint64_t writes = 0;
    for (StoringClient const& client : clients_) writes += client.writes();
    fmt::print(
        "{} kills, {} of them while it started; {} writes acknowledged, among them {} objects, {} "
        "connections and {} tasks; lost 0, torn 0, handed out twice 0; {} callers that waited were "
        "released; from the kill until somebody was served again {:.0f} ms in the mean, {:.0f} ms "
        "at most\n",
        kills_, starts_, writes, handed_out_.objects.size(), handed_out_.connections.size(),
        handed_out_.tasks.size(), released_, down_sum_.count() / double(recoveries_),
        down_max_.count());
  }

  transport::TemporaryDirectory directory_;
  DaemonLife life_;
  Rng rng_ = transport::system_rng();
  std::optional<ChildProcess> daemon_;
  std::deque<StoringClient> clients_;
  HandedOut handed_out_;
  Clock::time_point killed_at_{};
  std::size_t kills_ = 0;
  std::size_t starts_ = 0;
  std::size_t released_ = 0;
  std::size_t recoveries_ = 0;
  Milliseconds down_sum_{};
  Milliseconds down_max_{};
};

TEST_F(KilledDaemon, LosesNothingThatItAcknowledgedAndHandsOutNothingTwice) {
  ChildProcess const worker{worker_command(directory_), directory_.path(".")};
  WaitingCaller waiter{directory_.ipc("rpc"), directory_.ipc("events"), life_, rng_.fork("waiter")};
  start();
  for (StoringClient& client : clients_) client.enter();
  waiter.enter();
  std::size_t const wanted = kills_wanted();
  try {
    for (std::size_t round = 0; kills_ < wanted; ++round) {
      bool const is_thorough = round % thorough_each == 0;
      if (is_thorough) waiter.begin_waiting(handed_out_);
      ASSERT_NO_FATAL_FAILURE(store_and_kill());
      if (rng_.chance({1, 4})) {
        ASSERT_NO_FATAL_FAILURE(die_while_starting());
        ++starts_;
      }
      start();
      check(is_thorough || kills_ >= wanted);
      if (is_thorough) released_ += waiter.await_release();
    }
  } catch (std::exception const& failure) {
    FAIL() << "after " << kills_ << " kills: " << failure.what() << "\n" << daemon_->log();
  }
  report();
}

}  // namespace
}  // namespace drydock::program
