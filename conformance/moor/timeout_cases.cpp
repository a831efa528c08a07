#include <variant>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "conformance/moor/session.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;

void no_timeout_lets_15_seconds_pass(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.ping_every(usual_ping_period);
  Heard const& answer = daemon.expect_answer(daemon.request(sleep_for(15), 0), 15s + answer_within);
  daemon.require(answer.as<moor::RequestResult>() != nullptr, "a RequestResult", "another answer",
                 {&answer});
}

void a_timeout_is_answered_in_time(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  Uuid const request = daemon.request(sleep_for(10), 500);
  Heard const& answer = daemon.expect_that(
      0, 500ms + 1s, "RequestError(WorkerRequestTimedOut) within 1 s of the timeout",
      [&](Heard const& one) { return one.answers(request); });
  auto const* error = answer.as<moor::RequestError>();
  bool const timed_out =
      error != nullptr && std::holds_alternative<moor::WorkerRequestTimedOut>(error->error);
  daemon.require(timed_out, "RequestError(WorkerRequestTimedOut)", "another answer", {&answer});
}

void a_timed_out_request_is_over(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  Uuid const request = daemon.request(sleep_for(3), 500);
  daemon.expect_answer(request);
  daemon.run_for(4s);
  auto const answers = daemon.answers_to(request);
  daemon.require(answers.size() == 1, "one answer to a request", "more than one", answers);
}

constexpr Case timeout_case_list[] = {
    {requirement("worker.timeout.none"), "", "15 s of work with a timeout of 0 bring a result",
     test, no_timeout_lets_15_seconds_pass},
    {requirement("worker.timeout.kept"), "",
     "10 s of work with a timeout of 500 ms bring WorkerRequestTimedOut", test,
     a_timeout_is_answered_in_time},
    {requirement("worker.timeout.silence-after"), "",
     "nothing comes when the work of a timed-out request would be done", test,
     a_timed_out_request_is_over},
};

}  // namespace

std::span<Case const> timeout_cases() { return timeout_case_list; }

}  // namespace drydock::conformance
