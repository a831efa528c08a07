#include "reference/moor/daemon/daemon.hpp"

#include <gtest/gtest.h>

#include "reference/moor/daemon/test_daemon.hpp"

namespace drydock::moor::daemon {
namespace {

using namespace std::chrono_literals;

bool is_detached(TestDaemon::Told const& told) {
  auto const* error = std::get_if<WorkerError>(&told.outcome);
  return error != nullptr && std::holds_alternative<WorkerDetached>(*error);
}

// DW-15, DW-16.
TEST(Daemon, PingsEveryFiveSecondsAlsoWithoutAWorker) {
  TestDaemon daemon;
  daemon.advance(60s);
  auto const published = daemon.published();
  EXPECT_EQ(published.size(), 12u);
  for (auto const& message : published) EXPECT_TRUE(std::holds_alternative<PingWorkers>(message));
}

// DW-17.
TEST(Daemon, AWorkerSilentForExactlyTheLimitLives) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.attach(id);
  daemon.advance(16s);
  daemon.ask("echo");
  EXPECT_EQ(daemon.requests().size(), 1u);
}

// DW-18.
TEST(Daemon, AWorkerSilentForLongerThanTheLimitExpires) {
  TestDaemon daemon;
  daemon.attach(daemon.fresh_id());
  daemon.advance(16s + 1ns);
  daemon.ask("echo");
  EXPECT_TRUE(daemon.requests().empty());
}

// DW-19.
TEST(Daemon, TwoLostPongsAreSurvived) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.attach(id);
  for (int k = 0; k < 10; ++k) {
    daemon.advance(15'600ms);
    EXPECT_EQ(daemon.pong(id), DaemonToWorkerReplyUnion{WorkerAck{}});
  }
}

// DW-17 for the compatible profile.
TEST(Daemon, TheCompatibleProfileExpiresAfterTenSeconds) {
  TestDaemon daemon{Settings::compatible()};
  Uuid const id = daemon.fresh_id();
  daemon.attach(id);
  daemon.advance(10s);
  EXPECT_EQ(daemon.pong(id), DaemonToWorkerReplyUnion{WorkerAck{}});
  daemon.advance(10s + 1ns);
  EXPECT_EQ(daemon.pong(id), DaemonToWorkerReplyUnion{WorkerAttached{id}});
}

// DW-29.
TEST(Daemon, TheCallersOfAWorkerThatFallsSilentAreToldInOrder) {
  TestDaemon daemon;
  daemon.attach(daemon.fresh_id());
  std::vector<Uuid> asked;
  for (int k = 0; k < 3; ++k) asked.push_back(daemon.ask("echo"));
  daemon.advance(17s);
  auto const told = daemon.told();
  ASSERT_EQ(told.size(), 3u);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_EQ(told[k].id, asked[k]);
    EXPECT_TRUE(is_detached(told[k]));
  }
}

// DW-13, DW-29.
TEST(Daemon, AfterADetachNothingIsDispatchedAndCallersAreTold) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.attach(id);
  daemon.ask("echo");
  daemon.requests();
  daemon.detach(id);
  auto const told = daemon.told();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(std::get<WorkerError>(told[0].outcome),
            (WorkerError{WorkerDetached{"echo worker " + id.text() + " detached"}}));
  daemon.ask("echo");
  EXPECT_TRUE(daemon.requests().empty());
}

// DW-30.
TEST(Daemon, ASecondAttachFailsWhatWasPending) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.attach(id);
  daemon.ask("echo");
  daemon.attach(id);
  auto const told = daemon.told();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_TRUE(is_detached(told[0]));
}

TEST(Daemon, AnAnswerAfterARestartFindsNobodyWaiting) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  Uuid const old_request = daemon.fresh_id();
  EXPECT_EQ(daemon.result(id, old_request, 1), DaemonToWorkerReplyUnion{WorkerNotRegistered{id}});
  daemon.pong(id);
  EXPECT_EQ(daemon.result(id, old_request, 1),
            DaemonToWorkerReplyUnion{WorkerUnknownRequest{old_request}});
}

TEST(Daemon, AStopTellsThoseWhoWait) {
  TestDaemon daemon;
  daemon.attach(daemon.fresh_id());
  daemon.ask("echo");
  daemon.driver().input(StopRequested{});
  EXPECT_EQ(daemon.told().size(), 1u);
  ASSERT_TRUE(daemon.driver().exit());
  EXPECT_EQ(daemon.driver().exit()->code, 0);
}

TEST(Daemon, MalformedCallersAreAnsweredWhereTheyCanBe) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.driver().receive("callers", {Frame{}, id.to_bytes(), Frame{1, 2, 3}}, Route{3});
  auto const told = daemon.told();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].id, id);
  daemon.driver().receive("callers", {Frame{}, Frame(5), Frame{}}, Route{3});
  daemon.driver().receive("callers", {Frame{}}, Route{3});
  daemon.driver().receive("callers", {}, Route{3});
  EXPECT_TRUE(daemon.told().empty());
}

}  // namespace
}  // namespace drydock::moor::daemon
