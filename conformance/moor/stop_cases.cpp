#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "conformance/moor/session.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;
using moor::DetachWorker;
using moor::PleaseDie;

using Ask = void (*)(FakeDaemon& daemon, TesteeId testee);

void by_sigterm(FakeDaemon& daemon, TesteeId testee) {
  daemon.stage().signal(testee, StopSignal::terminate);
}
void by_sigint(FakeDaemon& daemon, TesteeId testee) {
  daemon.stage().signal(testee, StopSignal::interrupt);
}
void by_please_die(FakeDaemon& daemon, TesteeId) { daemon.publish(PleaseDie{daemon.worker()}); }

constexpr TesteeId the_testee{0};

/// Asks the worker to stop; it has to detach and to end. The detach.
Heard const& expect_orderly_end(FakeDaemon& daemon, Ask ask) {
  ask(daemon, the_testee);
  daemon.expect_end(stop_within, "the end of the worker within 10 s");
  auto const detaches = daemon.all<DetachWorker>();
  daemon.require(detaches.size() == 1, "one DetachWorker",
                 detaches.empty() ? "none before the end" : "more than one", detaches);
  return *detaches.front();
}

void expect_idle_stop(Stage& stage, Ask ask) {
  FakeDaemon daemon{stage};
  daemon.attach();
  expect_orderly_end(daemon, ask);
}

void expect_busy_stop(Stage& stage, Ask ask) {
  FakeDaemon daemon{stage};
  daemon.attach();
  // Longer than it may take to stop, so that it has to be failed.
  Uuid const request = daemon.request(sleep_for(30));
  daemon.run_for(1s);
  Heard const& detach = expect_orderly_end(daemon, ask);
  auto const answers = daemon.answers_to(request);
  daemon.require(answers.size() == 1, "one answer to the request that was running",
                 answers.empty() ? "none before the end" : "more than one", answers);
  auto const both =
      daemon.all_that(0, [&](Heard const& one) { return &one == &detach || one.answers(request); });
  daemon.require(both.back() == &detach, "the answer before the DetachWorker", "it after that",
                 both);
}

void sigterm_ends_an_idle_worker(Stage& stage) { expect_idle_stop(stage, by_sigterm); }
void sigint_ends_an_idle_worker(Stage& stage) { expect_idle_stop(stage, by_sigint); }
void please_die_ends_an_idle_worker(Stage& stage) { expect_idle_stop(stage, by_please_die); }
void sigterm_ends_a_busy_worker(Stage& stage) { expect_busy_stop(stage, by_sigterm); }
void sigint_ends_a_busy_worker(Stage& stage) { expect_busy_stop(stage, by_sigint); }
void please_die_ends_a_busy_worker(Stage& stage) { expect_busy_stop(stage, by_please_die); }

void please_die_ends_its_worker(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  by_please_die(daemon, the_testee);
  daemon.expect_end(stop_within, "the end of the worker within 10 s of its PleaseDie");
}

void anothers_please_die_is_ignored(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.publish(PleaseDie{daemon.new_id()});
  daemon.run_for(quiet_while);
  daemon.require(daemon.all<DetachWorker>().empty() && daemon.any_running(),
                 "a worker that goes on after a PleaseDie for another", "its end");
  daemon.expect_pong();
}

void nothing_follows_the_detach(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  std::optional<Mark> detached;
  daemon.check_each([&](Heard const& one) {
    daemon.require(!detached, "nothing after DetachWorker", "another message", {&one});
    if (one.as<DetachWorker>() != nullptr) detached = daemon.mark();
  });
  daemon.ping_every(50ms);  // Temptations, before and after.
  by_please_die(daemon, the_testee);
  daemon.run_until(stop_within, [&] { return !daemon.any_running(); });
  if (!detached)
    leave_inconclusive("the worker does not detach, so that nothing can come after it");
}

constexpr Case stop_case_list[] = {
    {requirement("worker.stop.please-die"), "own", "its own PleaseDie ends the worker", opaque,
     please_die_ends_its_worker},
    {requirement("worker.stop.please-die"), "foreign", "a PleaseDie for another does nothing",
     opaque, anothers_please_die_is_ignored},
    {requirement("worker.stop.orderly"), "sigterm", "SIGTERM: detach, end", opaque,
     sigterm_ends_an_idle_worker},
    {requirement("worker.stop.orderly"), "sigint", "SIGINT: detach, end", opaque,
     sigint_ends_an_idle_worker},
    {requirement("worker.stop.orderly"), "please-die", "PleaseDie: detach, end", opaque,
     please_die_ends_an_idle_worker},
    {requirement("worker.stop.orderly"), "sigterm-busy",
     "SIGTERM during a request: answer, detach, end", test, sigterm_ends_a_busy_worker},
    {requirement("worker.stop.orderly"), "sigint-busy",
     "SIGINT during a request: answer, detach, end", test, sigint_ends_a_busy_worker},
    {requirement("worker.stop.orderly"), "please-die-busy",
     "PleaseDie during a request: answer, detach, end", test, please_die_ends_a_busy_worker},
    {requirement("worker.stop.silence-after"), "", "nothing follows the DetachWorker", opaque,
     nothing_follows_the_detach},
};

}  // namespace

std::span<Case const> stop_cases() { return stop_case_list; }

}  // namespace drydock::conformance
