#include <string>
#include <vector>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/scene.hpp"

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using namespace std::chrono_literals;

/// Sends each kind of message, waits, and counts what came back.
void every_message_has_one_answer(Stage& stage) {
  Scene scene{stage};
  FakeWorker& worker = scene.worker;
  worker.join();
  std::vector<WorkerToDaemonUnion> const messages{
      WorkerPong{worker.id(), worker.type()},
      RequestResult{worker.id(), scene.visitors.new_id(), Var{1}},
      RequestError{worker.id(), scene.visitors.new_id(), WorkerInternalError{"none"}},
      DetachWorker{worker.id()}, AttachWorker{worker.id(), worker.type()}};
  for (auto const& message : messages) {
    ControlAnswer const answer = worker.ask(message);
    scene.visitors.require(answer.reply.has_value(), "one frame that is a DaemonToWorkerReply",
                           answer.described(), answer.evidence());
  }
  scene.visitors.run_for(quiet_while);
  scene.visitors.require(worker.answered() == messages.size() + 1, "one answer to each message",
                         "more");
}

void an_attach_is_echoed(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
}

void the_pong_of_a_live_worker(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  for (int round = 0; round < 3; ++round) {
    scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck for the pong of a live worker");
  }
}

void the_pong_of_a_stranger(Stage& stage) {
  Scene scene{stage};
  FakeWorker& worker = scene.worker;
  auto const attached =
      worker.expect<WorkerAttached>(worker.pong(), "WorkerAttached for the pong of an unknown id");
  scene.visitors.require(attached.worker_id == worker.id(), "the worker's own id in it", "another");
  worker.expect<WorkerAck>(worker.pong(), "WorkerAck for its next pong");
}

void a_detach_twice(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  scene.worker.expect<WorkerAck>(scene.worker.detach(), "WorkerAck for a detach");
  scene.worker.expect<WorkerAck>(scene.worker.detach(), "WorkerAck for the detach of nobody");
  scene.worker.expect<WorkerAttached>(scene.worker.pong(),
                                      "WorkerAttached for a pong, since the worker had left");
}

void a_result_for_no_request(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  Uuid const request = scene.visitors.new_id();
  std::string const expected = "WorkerUnknownRequest with the request's id";
  auto const result =
      scene.worker.expect<WorkerUnknownRequest>(scene.worker.result(request), expected);
  scene.visitors.require(result.request_id == request, expected, "another id");
  auto const error = scene.worker.expect<WorkerUnknownRequest>(
      scene.worker.ask(RequestError{scene.worker.id(), request, WorkerInternalError{"none"}}),
      expected);
  scene.visitors.require(error.request_id == request, expected, "another id");
}

void a_result_of_a_stranger(Stage& stage) {
  Scene scene{stage};
  Uuid const request = scene.visitors.new_id();
  std::string const expected = "WorkerNotRegistered with the worker's id";
  auto const result =
      scene.worker.expect<WorkerNotRegistered>(scene.worker.result(request), expected);
  scene.visitors.require(result.worker_id == scene.worker.id(), expected, "another id");
  scene.worker.expect<WorkerNotRegistered>(
      scene.worker.ask(RequestError{scene.worker.id(), request, WorkerInternalError{"none"}}),
      expected);
}

void an_id_in_the_body_that_differs(Stage& stage) {
  Scene scene{stage};
  FakeWorker& worker = scene.worker;
  worker.join();
  Uuid const other = scene.visitors.new_id();
  std::vector<WorkerToDaemonUnion> const messages{
      DetachWorker{other}, AttachWorker{other, worker.type()}, WorkerPong{other, worker.type()}};
  for (auto const& message : messages) {
    worker.expect<WorkerInvalidPayload>(worker.ask(message),
                                        "WorkerInvalidPayload for an id that differs");
  }
  worker.expect<WorkerAck>(worker.pong(), "WorkerAck: the worker is still attached");
}

void two_connections_of_one_worker(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  FakeWorker second{scene.visitors, scene.worker};
  second.expect<WorkerAck>(second.pong(), "WorkerAck for a pong on a second connection");
  Uuid const request = scene.visitors.new_id();
  second.expect<WorkerUnknownRequest>(second.result(request),
                                      "WorkerUnknownRequest for a result on a second connection");
  scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck on the first connection");
}

void anothers_message_is_refused(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  FakeWorker other{scene.visitors};  // Enrolled as well, for a worker of its own.
  FakeWorker thief{scene.visitors, other.identity(), scene.worker.id()};
  thief.show_token(other.token());
  std::string const expected = "WorkerAuthFailed for another identity's message";
  thief.expect<WorkerAuthFailed>(thief.detach(), expected);
  thief.expect<WorkerAuthFailed>(thief.pong(), expected);
  thief.expect<WorkerAuthFailed>(thief.attach(), expected);
  thief.expect<WorkerAuthFailed>(thief.result(scene.visitors.new_id()), expected);
  scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck: the worker is still attached");
  other.expect_served();
}

constexpr Case control_case_list[] = {
    {requirement("daemon.reply.one-frame"), "", "each kind of message has one answer", any,
     every_message_has_one_answer},
    {requirement("daemon.attach.attached"), "", "an attach is answered with the worker's id", any,
     an_attach_is_echoed},
    {requirement("daemon.pong.acknowledged"), "", "pongs of a live worker are acknowledged", any,
     the_pong_of_a_live_worker},
    {requirement("daemon.pong.attaches"), "", "the pong of an unknown id attaches it", any,
     the_pong_of_a_stranger},
    {requirement("daemon.detach.acknowledged"), "", "a detach is acknowledged, and so is a second",
     any, a_detach_twice},
    {requirement("daemon.answer.unknown-request"), "", "an answer to no request is told so", any,
     a_result_for_no_request},
    {requirement("daemon.answer.not-registered"), "", "an answer of an unknown worker is told so",
     any, a_result_of_a_stranger},
    {requirement("daemon.id.in-body"), "", "an id in the body that differs is refused", any,
     an_id_in_the_body_that_differs},
    {requirement("daemon.identity.connections"), "", "a second connection speaks for its worker",
     any, two_connections_of_one_worker},
    {requirement("daemon.identity.owner"), "", "another identity cannot speak for a worker", any,
     anothers_message_is_refused, secured},
};

}  // namespace

std::span<Case const> control_cases() { return control_case_list; }

}  // namespace drydock::conformance::daemon
