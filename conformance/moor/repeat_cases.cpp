#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "conformance/moor/session.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;

void expect_one_answer(FakeDaemon& daemon, Uuid const& request) {
  auto const answers = daemon.answers_to(request);
  daemon.require(answers.size() == 1, "one answer to a request that was sent twice",
                 "more than one", answers);
}

void a_repeat_while_running_is_ignored(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  moor::WorkerRequest const request = daemon.new_request(sleep_for(2));
  daemon.await_answer_to(request.id);
  daemon.publish(request);
  daemon.run_for(500ms);
  daemon.publish(request);
  daemon.expect_answer(request.id, 2s + answer_within);
  daemon.run_for(3s);
  expect_one_answer(daemon, request.id);
}

void a_repeat_after_the_answer_is_ignored(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  moor::WorkerRequest const request = daemon.new_request({"once"});
  daemon.await_answer_to(request.id);
  daemon.publish(request);
  daemon.expect_answer(request.id);
  daemon.run_for(500ms);
  daemon.publish(request);
  daemon.run_for(quiet_while);
  expect_one_answer(daemon, request.id);
}

constexpr Case repeat_case_list[] = {
    {requirement("worker.request.repeat-running"), "",
     "a request that comes again while it runs is answered once", test,
     a_repeat_while_running_is_ignored},
    {requirement("worker.request.repeat-finished"), "",
     "a request that comes again after its answer is not answered again", opaque,
     a_repeat_after_the_answer_is_ignored},
};

}  // namespace

std::span<Case const> repeat_cases() { return repeat_case_list; }

}  // namespace drydock::conformance
