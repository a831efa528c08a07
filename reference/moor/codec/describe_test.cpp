#include "reference/moor/codec/describe.hpp"

#include <gtest/gtest.h>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/sample_buffers.hpp"

namespace drydock::moor {
namespace {

Uuid const worker = samples::worker_id();
Uuid const request = *Uuid::parse("8899aabb-0000-4000-8000-000000000000");

std::string text_of(WorkerToDaemonUnion body) {
  return describe(Root::worker_to_daemon, *encode(WorkerToDaemonMessage{std::move(body), {}}));
}
std::string text_of(DaemonToWorkerUnion body) {
  return describe(Root::daemon_to_worker, *encode(DaemonToWorkerMessage{std::move(body)}));
}
std::string text_of(DaemonToWorkerReplyUnion body) {
  return describe(Root::daemon_to_worker_reply, *encode(DaemonToWorkerReply{std::move(body)}));
}

TEST(Describe, EveryMessageIsOneLine) {
  EXPECT_EQ(text_of(AttachWorker{worker, Symbol{"echo"}}),
            "AttachWorker(worker 00112233, type \"echo\")");
  EXPECT_EQ(text_of(WorkerPong{worker, Symbol{"a\nb"}}),
            R"(WorkerPong(worker 00112233, type "a\nb"))");
  EXPECT_EQ(text_of(DetachWorker{worker}), "DetachWorker(worker 00112233)");
  EXPECT_EQ(text_of(RequestResult{worker, request, list_of({"echo_response", 1})}),
            R"(RequestResult(worker 00112233, request 8899aabb, {"echo_response", 1}))");
  EXPECT_EQ(text_of(RequestError{worker, request, WorkerInternalError{"oh"}}),
            R"(RequestError(worker 00112233, request 8899aabb, "WorkerInternalError: oh"))");
  EXPECT_EQ(text_of(DaemonToWorkerUnion(PingWorkers{})), "PingWorkers");
  EXPECT_EQ(text_of(WorkerRequest{worker, request, ObjId{2}, {"a", 1}, 1500}),
            R"(WorkerRequest(worker 00112233, request 8899aabb, as #2, {"a", 1}, within 1500 ms))");
  EXPECT_EQ(text_of(DaemonToWorkerUnion(PleaseDie{worker})), "PleaseDie(worker 00112233)");
  EXPECT_EQ(text_of(DaemonToWorkerReplyUnion(WorkerAck{})), "WorkerAck");
  EXPECT_EQ(text_of(WorkerRejected{}), "WorkerRejected");
  EXPECT_EQ(text_of(WorkerRejected{"no"}), "WorkerRejected(\"no\")");
  EXPECT_EQ(text_of(DaemonToWorkerReplyUnion(WorkerAttached{worker})),
            "WorkerAttached(worker 00112233)");
  EXPECT_EQ(text_of(WorkerUnknownRequest{request}), "WorkerUnknownRequest(request 8899aabb)");
}

TEST(Describe, ATokenIsMentionedButNotShown) {
  WorkerToDaemonMessage const message{DetachWorker{worker}, "secret"};
  EXPECT_EQ(describe(Root::worker_to_daemon, *encode(message)),
            "DetachWorker(worker 00112233) with a token of 6 bytes");
}

TEST(Describe, CallersAreDescribedToo) {
  CallerRequest const call{Symbol{"echo"}, {Lambda{}}, ObjId{2}, 1.5};
  Limits limits;
  limits.lambdas = true;
  EXPECT_EQ(describe(Root::caller_request, *encode(call, limits)),
            "CallerRequest(type \"echo\", as #2, {<lambda>}, within 1.5 s)");
  EXPECT_EQ(describe(Root::caller_reply, *encode(CallerReply{Var(1)})), "CallerReply(1)");
  EXPECT_EQ(describe(Root::caller_reply, *encode(CallerReply{WorkerError(WorkerDetached{"d"})})),
            "CallerReply(\"WorkerDetached: d\")");
}

TEST(Describe, LongValuesAreCut) {
  RequestResult const result{worker, request, Var(std::string(1000, 'x'))};
  EXPECT_EQ(describe(Root::worker_to_daemon, *encode(WorkerToDaemonMessage{result, {}}), 5),
            "RequestResult(worker 00112233, request 8899aabb, \"xxxx...)");
}

TEST(Describe, ABrokenBufferSaysWhatIsWrongWithIt) {
  auto bytes = samples::attach();
  bytes[76] = 15;
  EXPECT_EQ(describe(Root::worker_to_daemon, bytes),
            "no WorkerToDaemonMessage (96 bytes; message.AttachWorker.worker_id.data at byte 76: a "
            "UUID of 15 bytes, "
            "not 16)");
}

}  // namespace
}  // namespace drydock::moor
