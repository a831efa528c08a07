#include <gtest/gtest.h>

#include <algorithm>

#include "simulator/campaign/campaign.hpp"
#include "simulator/campaign/draw_scenario.hpp"
#include "simulator/moor/checkers/no_event_after_disconnect.hpp"
#include "simulator/moor/moor_protocol.hpp"

// Whole runs with hosts and people, and what their checkers find. That the machines keep every
// property is shown in moor_protocol_test.cpp: half of the drawn runs have people.

namespace drydock::simulator {
namespace {

RunReport run_seed(std::uint64_t seed, std::string const& defect) {
  DrawSettings settings;
  settings.defects = {defect};
  MoorProtocol const protocol;
  Result<RunReport> report =
      run_once(draw_scenario(protocol, Seed{seed}, settings), protocol, false);
  EXPECT_TRUE(report) << report.error().message;
  return *std::move(report);
}

struct Found {
  char const* defect;
  char const* property;
  std::uint64_t within_runs;
};

class EachPeopleDefect : public testing::TestWithParam<Found> {};

TEST_P(EachPeopleDefect, IsFound) {
  for (std::uint64_t seed = 1; seed <= GetParam().within_runs; ++seed) {
    RunReport const report = run_seed(seed, GetParam().defect);
    if (report.failure && report.failure->property == GetParam().property) return;
  }
  ADD_FAILURE() << "no run broke " << GetParam().property;
}

INSTANTIATE_TEST_SUITE_P(
    Moor, EachPeopleDefect,
    testing::Values(
        Found{"keeps-first-player", "own_events", 50},
        Found{"no-disconnected-after-boot", "sessions_hold", 200},
        Found{"restart-forgets-life", "expires_in_time", 200},
        Found{"silent-expiry", "expires_in_time", 100},
        Found{"boot-overtakes", "output_in_order", 100},
        Found{"abort-overtakes-output", "output_in_order", 200},
        Found{"ends-twice", "ends_once", 50}, Found{"end-lost-when-killed", "ends_once", 100},
        Found{"oob-never-ends", "ends_once", 100}, Found{"task-ids-restart", "own_events", 1500},
        Found{"keeps-old-token", "people_are_served", 100},
        Found{"waits-for-ever", "people_are_served", 500},
        Found{"second-establish", "sessions_hold", 100},
        Found{"login-before-check", "sessions_hold", 500},
        Found{"unreadable-token-is-none", "pranks_are_refused", 100},
        Found{"reserved-ids-allowed", "pranks_are_refused", 200},
        Found{"token-of-anybody", "pranks_are_refused", 400},
        Found{"input-from-anybody", "pranks_are_refused", 2000},
        Found{"end-lost-for-lambda", "ends_once", 200},
        Found{"switch-bypasses", "switches_in_order", 200},
        Found{"boot-cancels-others", "cancelled_for_a_reason", 300},
        Found{"output-before-commit", "shown_when_committed", 100},
        Found{"subscribes-late", "greeted", 300}, Found{"host:no-detach", "greeted", 500},
        Found{"misses-early-ends", "ends_are_shown", 100},
        Found{"any-end-clears", "lines_wait", 200},
        Found{"closes-on-odd-value", "connections_hold", 1000},
        Found{"closes-on-refused-login", "connections_hold", 200},
        Found{"silent-clients", "connections_hold", 1000}, Found{"blind-retry", "done_once", 500},
        Found{"host:double-pong", "pongs_once", 50},
        Found{"answers-last-request-first", "input_in_order", 300},
        Found{"registers-as-other-type", "hosts_tell_the_truth", 50},
        Found{"keeps-first-listeners", "hosts_tell_the_truth", 500}),
    [](auto const& name) {
      std::string text = name.param.defect;
      std::replace(text.begin(), text.end(), '-', '_');
      std::replace(text.begin(), text.end(), ':', '_');
      return text;
    });

TEST(NoEventAfterDisconnect, FailsAtTheNextEventUnlessTheClientBeganAnew) {
  Verdict verdict;
  NoEventAfterDisconnect checker(verdict);
  Uuid const client = Uuid::parse("00112233-4455-6677-8899-aabbccddeeff").value();
  checker.on_event({}, client, moor::DisconnectEvent{});
  checker.on_answer({}, ClientCall{{}, client, moor::ConnectionEstablish{}},
                    moor::ClientSuccess{moor::NewConnection{}});
  checker.on_event({}, client, moor::TaskSuspendedEvent{1});
  checker.on_event({}, client, moor::DisconnectEvent{});
  EXPECT_FALSE(verdict.failure());
  checker.on_event({}, client, moor::TaskSuspendedEvent{1});
  ASSERT_TRUE(verdict.failure());
  EXPECT_EQ(verdict.failure()->property, "no_event_after_disconnect");
}

}  // namespace
}  // namespace drydock::simulator
