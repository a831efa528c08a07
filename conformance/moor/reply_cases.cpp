#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;

/// Whatever the answer to the next request, it is met with `reply`.
void meet_answers_with(FakeDaemon& daemon, moor::DaemonToWorkerReplyUnion const& reply) {
  daemon.reply_once<moor::RequestResult>(reply);
  daemon.reply_once<moor::RequestError>(reply);
}

void an_unregistered_worker_comes_back(Stage& stage) {
  FakeDaemon daemon{stage};
  Uuid const worker = daemon.attach();
  meet_answers_with(daemon, moor::WorkerNotRegistered{worker});
  daemon.expect_answer(daemon.request({"Hello"}));
  daemon.expect_that(
      daemon.mark(), 5s, "an AttachWorker or WorkerPong within 5 s",
      [](Heard const& one) { return one.as<moor::AttachWorker>() || one.as<moor::WorkerPong>(); });
}

void an_unknown_answer_is_not_repeated(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.ping_every(usual_ping_period);
  moor::WorkerRequest const request = daemon.new_request({"Hello"});
  meet_answers_with(daemon, moor::WorkerUnknownRequest{request.id});
  daemon.publish(request);
  daemon.expect_answer(request.id);
  daemon.run_until(30s, [&] { return daemon.answers_to(request.id).size() > 1; });
  auto const answers = daemon.answers_to(request.id);
  daemon.require(answers.size() == 1, "no second answer to a request that nobody waits for", "one",
                 answers);
}

void an_invalid_result_becomes_an_error(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.reply_once<moor::RequestResult>(moor::WorkerInvalidPayload{"as the suite likes it"});
  Uuid const request = daemon.request({"Hello"});
  Heard const& first = daemon.expect_answer(request);
  if (first.as<moor::RequestResult>() == nullptr) {
    leave_inconclusive("the worker answers with an error, which is not what is to be refused");
  }
  daemon.expect_that(
      daemon.mark(), answer_within, "a RequestError for the refused result",
      [&](Heard const& one) { return one.as<moor::RequestError>() && one.answers(request); });
  daemon.run_for(quiet_while);
  auto const answers = daemon.answers_to(request);
  daemon.require(answers.size() == 2, "one RequestError for the refused result", "more", answers);
}

constexpr Case reply_case_list[] = {
    {requirement("worker.reply.not-registered"), "",
     "after WorkerNotRegistered an attach or a pong comes", opaque,
     an_unregistered_worker_comes_back},
    {requirement("worker.reply.unknown-request"), "",
     "after WorkerUnknownRequest the answer does not come again in 30 s", opaque,
     an_unknown_answer_is_not_repeated},
    {requirement("worker.reply.invalid-payload"), "",
     "after WorkerInvalidPayload to a result one RequestError comes", echo,
     an_invalid_result_becomes_an_error},
};

}  // namespace

std::span<Case const> reply_cases() { return reply_case_list; }

}  // namespace drydock::conformance
