#include <algorithm>
#include <ostream>

#include "simulator/moor/drawn_runs_testing.hpp"

// Many drawn runs: that the machines keep every property, and that each mistake that they can be
// told to make is found within so many. Half of the robust runs have people.

namespace drydock::simulator {
namespace {

void expect_soundness(std::string const& profile, std::uint64_t runs) {
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    RunReport const report = run_drawn(seed, profile);
    EXPECT_FALSE(report.failure) << "drydock simulate --profile " << profile << " --seed " << seed
                                 << ": " << report.failure->property << ": "
                                 << report.failure->what;
  }
}

TEST(Campaigns, TheReferenceMachinesKeepEveryPropertyInAThousandRuns) {
  expect_soundness("robust", 1000);
}
TEST(Campaigns, TheCompatibleProfileKeepsThemToo) { expect_soundness("compatible", 300); }
TEST(Campaigns, TheStrictProfileKeepsThemToo) { expect_soundness("strict", 300); }

struct Found {
  char const* profile;
  char const* defect;
  char const* property;
  std::uint64_t within_runs;
};

void PrintTo(Found const& found, std::ostream* out) { *out << found.defect; }

class EachDefect : public testing::TestWithParam<Found> {};

TEST_P(EachDefect, IsFound) {
  Found const& found = GetParam();
  for (std::uint64_t seed = 1; seed <= found.within_runs; ++seed) {
    RunReport const report = run_drawn(seed, found.profile, {found.defect});
    if (report.failure && report.failure->property == found.property) return;
  }
  ADD_FAILURE() << "no run broke " << found.property;
}

std::string name_of(testing::TestParamInfo<Found> const& info) {
  std::string text = info.param.defect;
  std::replace_if(
      text.begin(), text.end(), [](char letter) { return letter == '-' || letter == ':'; }, '_');
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    Workers, EachDefect,
    testing::Values(Found{"robust", "no-request-deadline", "settles_once", 200},
                    Found{"robust", "reattach-forgets-pending", "settles_once", 2000},
                    Found{"robust", "expiry-forgets-pending", "settles_once", 100},
                    Found{"robust", "detach-forgets-pending", "settles_once", 1000},
                    Found{"robust", "settles-twice", "settles_once", 1000},
                    Found{"robust", "dispatches-to-detached", "no_dispatch_to_the_dead", 500},
                    Found{"robust", "expires-nobody", "no_dispatch_to_the_dead", 200},
                    Found{"robust", "wrong-caller", "answers_match", 50},
                    Found{"robust", "changes-perms", "answers_match", 20},
                    Found{"robust", "no-pings", "served_after_healing", 20},
                    Found{"robust", "waits-for-ever", "served_after_healing", 500},
                    Found{"robust", "no-reconnect", "served_after_healing", 100},
                    Found{"robust", "reattached-is-fatal", "served_after_healing", 200},
                    Found{"robust", "exits-without-daemon", "served_after_healing", 1000},
                    Found{"robust", "attach-before-subscribe", "undisturbed_is_served", 500},
                    Found{"robust", "silent-on-failure", "undisturbed_is_served", 200},
                    Found{"robust", "blocks-while-working", "undisturbed_is_served", 500},
                    Found{"robust", "default-timeout", "undisturbed_is_served", 300},
                    Found{"robust", "worker:double-pong", "workers_pong_once", 10},
                    Found{"robust", "answers-for-others", "answers_its_own", 200},
                    Found{"robust", "drops-types", "answers_match", 50},
                    Found{"robust", "shallow-nesting", "undisturbed_is_served", 300},
                    Found{"robust", "answers-twice", "answers_once", 10},
                    Found{"robust", "answers-after-timeout", "answers_once", 50},
                    Found{"robust", "resends-unknown", "answers_once", 200}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Trust, EachDefect,
    testing::Values(Found{"strict", "cache-outlives-expiry", "tokens_end", 20},
                    Found{"strict", "expired-still-dispatched", "tokens_end", 200},
                    Found{"strict", "nbf-ignored", "tokens_end", 300},
                    Found{"strict", "revoked-still-good", "tokens_end", 20},
                    Found{"strict", "client-id-not-compared", "no_trespass", 20},
                    Found{"strict", "zap-absent-admits-all", "no_trespass", 10},
                    Found{"strict", "admits-any-key", "no_trespass", 20},
                    Found{"strict", "stays-admitted", "no_trespass", 50},
                    Found{"strict", "renewal-keeps-old-id-wrong", "rightful_is_heard", 50},
                    Found{"strict", "rotation-forgets-previous", "rightful_is_heard", 200},
                    Found{"strict", "renews-too-late", "rightful_is_heard", 200},
                    Found{"strict", "old-key-still-signs", "served_after_healing", 50},
                    Found{"strict", "never-renews", "served_after_healing", 50},
                    Found{"strict", "refused-message-takes-effect", "no_dispatch_to_the_dead", 50}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    People, EachDefect,
    testing::Values(Found{"robust", "keeps-first-player", "own_events", 50},
                    Found{"robust", "no-disconnected-after-boot", "sessions_hold", 200},
                    Found{"robust", "restart-forgets-life", "expires_in_time", 200},
                    Found{"robust", "silent-expiry", "expires_in_time", 100},
                    Found{"robust", "boot-overtakes", "output_in_order", 100},
                    Found{"robust", "abort-overtakes-output", "output_in_order", 200},
                    Found{"robust", "ends-twice", "ends_once", 50},
                    Found{"robust", "end-lost-when-killed", "ends_once", 100},
                    Found{"robust", "oob-never-ends", "ends_once", 100},
                    Found{"robust", "task-ids-restart", "own_events", 1500},
                    Found{"robust", "keeps-old-token", "people_are_served", 100},
                    Found{"robust", "waits-for-ever", "people_are_served", 500},
                    Found{"robust", "second-establish", "sessions_hold", 100},
                    Found{"robust", "login-before-check", "sessions_hold", 500},
                    Found{"robust", "unreadable-token-is-none", "pranks_are_refused", 100},
                    Found{"robust", "reserved-ids-allowed", "pranks_are_refused", 200},
                    Found{"robust", "token-of-anybody", "pranks_are_refused", 400},
                    Found{"robust", "input-from-anybody", "pranks_are_refused", 2000},
                    Found{"robust", "end-lost-for-lambda", "ends_once", 200},
                    Found{"robust", "switch-bypasses", "switches_in_order", 200},
                    Found{"robust", "boot-cancels-others", "cancelled_for_a_reason", 300},
                    Found{"robust", "output-before-commit", "shown_when_committed", 100},
                    Found{"robust", "subscribes-late", "greeted", 300},
                    Found{"robust", "host:no-detach", "greeted", 500},
                    Found{"robust", "misses-early-ends", "ends_are_shown", 100},
                    Found{"robust", "any-end-clears", "lines_wait", 200},
                    Found{"robust", "closes-on-odd-value", "connections_hold", 1000},
                    Found{"robust", "closes-on-refused-login", "connections_hold", 200},
                    Found{"robust", "silent-clients", "connections_hold", 1000},
                    Found{"robust", "blind-retry", "done_once", 500},
                    Found{"robust", "host:double-pong", "pongs_once", 50},
                    Found{"robust", "answers-last-request-first", "input_in_order", 300},
                    Found{"robust", "registers-as-other-type", "hosts_tell_the_truth", 50},
                    Found{"robust", "keeps-first-listeners", "hosts_tell_the_truth", 500}),
    name_of);

}  // namespace
}  // namespace drydock::simulator
