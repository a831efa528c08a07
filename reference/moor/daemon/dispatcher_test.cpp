#include "reference/moor/daemon/dispatcher.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "reference/moor/daemon/test_daemon.hpp"

namespace drydock::moor::daemon {
namespace {

using namespace std::chrono_literals;

template <class Error>
bool is_told(TestDaemon::Told const& told) {
  auto const* error = std::get_if<WorkerError>(&told.outcome);
  return error != nullptr && std::holds_alternative<Error>(*error);
}

// DW-21.
TEST(Dispatcher, WithoutAWorkerOfTheTypeTheCallerIsToldAtOnce) {
  TestDaemon daemon;
  Uuid const asked = daemon.ask("nosuch");
  auto const told = daemon.told();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].id, asked);
  EXPECT_EQ(std::get<WorkerError>(told[0].outcome), (WorkerError{NoWorkerAvailable{{"nosuch"}}}));
}

// DW-09, DW-16, DW-22, W-41.
TEST(Dispatcher, ARequestGoesToAWorkerOfTheTypeWhateverItsCase) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.attach(id, "EcHo");
  daemon.ask("echo", {1, "two"});
  auto const requests = daemon.requests();
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].worker_id, id);
  EXPECT_EQ(requests[0].perms, Obj{ObjId{2}});
  EXPECT_EQ(requests[0].request, (std::vector<Var>{1, "two"}));
  EXPECT_EQ(requests[0].timeout_ms, 0u);
}

// DW-25, DW-26, DW-37.
TEST(Dispatcher, TheFirstAnswerSettlesAndLaterOnesAreUnknown) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.attach(id);
  Uuid const asked = daemon.ask("echo", {}, std::nullopt, Route{7});
  Uuid const request = daemon.requests().at(0).id;
  Var const value = ErrorValue{ErrorCode::e_perm, "a value, not raised", nullptr, std::nullopt};
  EXPECT_EQ(daemon.result(id, request, value), DaemonToWorkerReplyUnion{WorkerAck{}});
  EXPECT_EQ(daemon.result(id, request, 2), DaemonToWorkerReplyUnion{WorkerUnknownRequest{request}});
  auto const told = daemon.told();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].id, asked);
  EXPECT_EQ(told[0].route, Route{7});
  EXPECT_EQ(std::get<Var>(told[0].outcome), value);
}

// DW-27.
TEST(Dispatcher, AWorkerCannotAnswerForAnother) {
  TestDaemon daemon;
  Uuid const a = daemon.fresh_id();
  Uuid const b = daemon.fresh_id();
  daemon.attach(a, "echo");
  daemon.attach(b, "other");
  daemon.ask("echo");
  Uuid const request = daemon.requests().at(0).id;
  EXPECT_EQ(daemon.result(b, request, 1), DaemonToWorkerReplyUnion{WorkerUnknownRequest{request}});
  EXPECT_EQ(daemon.result(a, request, 2), DaemonToWorkerReplyUnion{WorkerAck{}});
}

// DW-23, DW-24.
TEST(Dispatcher, LoadIsSpreadEvenly) {
  TestDaemon daemon;
  Uuid const a = daemon.fresh_id();
  Uuid const b = daemon.fresh_id();
  daemon.attach(a);
  daemon.attach(b);
  std::map<Uuid, int> held;
  for (int k = 0; k < 9; ++k) {
    daemon.ask("echo");
    ++held[daemon.requests().at(0).worker_id];
    EXPECT_LE(std::abs(held[a] - held[b]), 1);
  }
}

TEST(Dispatcher, TiesAreSpreadEvenly) {
  TestDaemon daemon;
  Uuid const a = daemon.fresh_id();
  Uuid const b = daemon.fresh_id();
  daemon.attach(a);
  daemon.attach(b);
  std::map<Uuid, int> served;
  std::set<Uuid> ids;
  for (int k = 0; k < 1000; ++k) {
    daemon.ask("echo");
    WorkerRequest const request = daemon.requests().at(0);
    ++served[request.worker_id];
    ids.insert(request.id);
    daemon.result(request.worker_id, request.id, k);
  }
  EXPECT_EQ(ids.size(), 1000u);
  EXPECT_GE(served[a], 300);
  EXPECT_LE(served[a], 700);
}

// DW-31, DW-32.
TEST(Dispatcher, ARequestIsGivenUpAfterItsTimeoutAndAGrace) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.attach(id);
  daemon.ask("echo", {}, 1.0);
  WorkerRequest const request = daemon.requests().at(0);
  EXPECT_EQ(request.timeout_ms, 1000u);
  daemon.advance(2999ms);
  EXPECT_TRUE(daemon.told().empty());
  daemon.advance(1ms);
  auto const told = daemon.told();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_TRUE(is_told<WorkerRequestTimedOut>(told[0]));
  EXPECT_EQ(daemon.result(id, request.id, 1),
            DaemonToWorkerReplyUnion{WorkerUnknownRequest{request.id}});
}

// UQ-02, DW-47.
TEST(Dispatcher, ARequestWithoutTimeoutIsNoLoadAfterAMinuteAndIsGivenUpAtLast) {
  TestDaemon daemon;
  Uuid const a = daemon.fresh_id();
  Uuid const b = daemon.fresh_id();
  auto const stay_alive = [&](int seconds) {
    for (int k = 0; k < seconds; k += 5) {
      daemon.advance(5s);
      daemon.pong(a);
      daemon.pong(b);
    }
  };
  daemon.attach(a);
  daemon.ask("echo");
  daemon.attach(b);
  daemon.requests();
  stay_alive(60);
  daemon.ask("echo");
  EXPECT_EQ(daemon.requests().at(0).worker_id, b) << "never chosen before, and equally idle";
  daemon.ask("echo");
  EXPECT_EQ(daemon.requests().at(0).worker_id, a) << "its old request is no load any more";
  stay_alive(300 - 60);
  auto const told = daemon.told();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_TRUE(is_told<WorkerRequestTimedOut>(told[0]));
}

// DW-33.
TEST(Dispatcher, ATimeoutIsSentInWholeMillisecondsAndAsZeroOnlyWhenThereIsNone) {
  TestDaemon daemon;
  daemon.attach(daemon.fresh_id());
  std::map<double, std::uint64_t> const expected{
      {0.0004, 1}, {0.0015, 1}, {1.5, 1500}, {1e300, std::uint64_t{50} * 365 * 86'400 * 1000}};
  for (auto const& [seconds, timeout_ms] : expected) {
    daemon.ask("echo", {}, seconds);
    EXPECT_EQ(daemon.requests().at(0).timeout_ms, timeout_ms);
  }
}

// UQ-31.
TEST(Dispatcher, ATimeoutThatIsNoTimeIsRefused) {
  TestDaemon daemon;
  daemon.attach(daemon.fresh_id());
  double const infinity = std::numeric_limits<double>::infinity();
  for (double const seconds : {0.0, -1.0, infinity, std::nan("")}) {
    daemon.ask("echo", {}, seconds);
    EXPECT_TRUE(is_told<WorkerInvalidRequest>(daemon.told().at(0)));
  }
  EXPECT_TRUE(daemon.requests().empty());
}

// DW-34.
TEST(Dispatcher, ALambdaIsRefusedAtOnce) {
  TestDaemon daemon;
  daemon.attach(daemon.fresh_id());
  daemon.ask("echo", {list_of({Lambda{}})});
  EXPECT_TRUE(is_told<WorkerInvalidRequest>(daemon.told().at(0)));
}

// DW-35.
TEST(Dispatcher, AnUndecodableResultLeavesTheRequestPending) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.attach(id);
  daemon.ask("echo");
  Uuid const request = daemon.requests().at(0).id;
  Limits lambdas;
  lambdas.lambdas = true;
  Frame const bad =
      encode(WorkerToDaemonMessage{RequestResult{id, request, Lambda{}}, {}}, lambdas).value();
  EXPECT_TRUE(std::holds_alternative<WorkerInvalidPayload>(daemon.control({id.to_bytes(), bad})));
  EXPECT_TRUE(daemon.told().empty());
  EXPECT_EQ(daemon.result(id, request, 1), DaemonToWorkerReplyUnion{WorkerAck{}});
}

// DW-36: the seven members reach the caller as they are.
TEST(Dispatcher, AnErrorReachesItsCallerUnchanged) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.attach(id);
  WorkerError const errors[] = {WorkerPermissionDenied{"a"}, WorkerInvalidRequest{"b"},
                                WorkerInternalError{"c"},    WorkerRequestTimedOut{"d"},
                                WorkerRequestError{"e"},     WorkerDetached{"f"},
                                NoWorkerAvailable{{"g"}}};
  for (WorkerError const& error : errors) {
    daemon.ask("echo");
    Uuid const request = daemon.requests().at(0).id;
    EXPECT_EQ(daemon.say(id, RequestError{id, request, error}),
              DaemonToWorkerReplyUnion{WorkerAck{}});
    EXPECT_EQ(std::get<WorkerError>(daemon.told().at(0).outcome), error);
  }
}

TEST(Dispatcher, RequestsAboveTheLimitAreRefused) {
  Settings settings;
  settings.pending_max = 1;
  TestDaemon daemon{settings};
  daemon.attach(daemon.fresh_id());
  daemon.ask("echo");
  daemon.ask("echo");
  EXPECT_TRUE(is_told<WorkerInternalError>(daemon.told().at(0)));
  EXPECT_EQ(daemon.requests().size(), 1u);
}

TEST(Dispatcher, AllThatIsSettledLeavesNoTimerBehind) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.attach(id);
  std::size_t const idle = daemon.driver().timer_count();
  for (int k = 0; k < 10; ++k)
    daemon.ask("echo", {}, k % 2 == 0 ? std::optional{5.0} : std::nullopt);
  for (WorkerRequest const& request : daemon.requests()) daemon.result(id, request.id, 1);
  EXPECT_EQ(daemon.driver().timer_count(), idle);
}

}  // namespace
}  // namespace drydock::moor::daemon
