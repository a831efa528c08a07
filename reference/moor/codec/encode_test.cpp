#include <gtest/gtest.h>

#include "reference/moor/codec/codec.hpp"

namespace drydock::moor {
namespace {

std::string failure_of(Var value) {
  auto const encoded = encode(CallerReply{std::move(value)});
  return encoded ? "encoded" : encoded.error().message;
}

TEST(Encode, WhatCannotCrossFailsNamingItsPlace) {
  EXPECT_EQ(failure_of("\xff"), "outcome.CallerResult.value: not UTF-8");
  EXPECT_EQ(failure_of(list_of({1, Map{{{Symbol{"\x80"}, 1}}}})),
            "outcome.CallerResult.value.elements[1].pairs[0].key: not UTF-8");
  EXPECT_EQ(failure_of(Flyweight{ObjId{1}, {{Symbol{"a"}, Lambda{}}}, {}}),
            "outcome.CallerResult.value.slots[0].value: a lambda, which must not leave the daemon");
  EXPECT_EQ(failure_of(ErrorValue{ErrorCode::custom, {}, {}, {}}),
            "outcome.CallerResult.value: an error has a symbol exactly when its code is 255");
  EXPECT_EQ(failure_of(ErrorValue{ErrorCode::e_perm, {}, {}, Symbol{"x"}}),
            "outcome.CallerResult.value: an error has a symbol exactly when its code is 255");
  EXPECT_EQ(failure_of(ErrorValue{ErrorCode{19}, {}, {}, {}}),
            "outcome.CallerResult.value: 19 is no error code");
}

TEST(Encode, EveryTextOfAMessageIsChecked) {
  Uuid const id;
  Symbol const bad{"\xff"};
  auto const failure = [](auto const& message) {
    auto const encoded = encode(message);
    return encoded ? "encoded" : encoded.error().message;
  };
  EXPECT_EQ(failure(WorkerToDaemonMessage{AttachWorker{id, bad}, {}}),
            "message.AttachWorker.worker_type: not UTF-8");
  EXPECT_EQ(failure(WorkerToDaemonMessage{WorkerPong{id, bad}, {}}),
            "message.WorkerPong.worker_type: not UTF-8");
  EXPECT_EQ(failure(WorkerToDaemonMessage{DetachWorker{id}, "\xff"}), "token: not UTF-8");
  EXPECT_EQ(failure(WorkerToDaemonMessage{RequestError{id, id, WorkerDetached{"\xff"}}, {}}),
            "message.RequestError.error: not UTF-8");
  EXPECT_EQ(failure(WorkerToDaemonMessage{RequestError{id, id, NoWorkerAvailable{bad}}, {}}),
            "message.RequestError.error: not UTF-8");
  EXPECT_EQ(failure(DaemonToWorkerMessage{WorkerRequest{id, id, ObjId{2}, {1, "\xff"}, 0}}),
            "message.WorkerRequest.request[1]: not UTF-8");
  EXPECT_EQ(failure(DaemonToWorkerReply{WorkerRejected{"\xff"}}),
            "reply.WorkerRejected.reason: not UTF-8");
  EXPECT_EQ(failure(DaemonToWorkerReply{WorkerAuthFailed{"\xff"}}),
            "reply.WorkerAuthFailed.reason: not UTF-8");
  EXPECT_EQ(failure(DaemonToWorkerReply{WorkerInvalidPayload{"\xff"}}),
            "reply.WorkerInvalidPayload.reason: not UTF-8");
  EXPECT_EQ(failure(CallerRequest{bad, {}, ObjId{2}, {}}), "worker_type: not UTF-8");
  EXPECT_EQ(failure(CallerRequest{Symbol{"echo"}, {"\xff"}, ObjId{2}, {}}),
            "arguments[0]: not UTF-8");
  EXPECT_EQ(failure(CallerReply{WorkerError(WorkerRequestError{"\xff"})}),
            "outcome.CallerError.error: not UTF-8");
}

TEST(Encode, NegativeZeroSurvives) {
  CallerReply const reply{list_of({-0.0, 0.0})};
  EXPECT_EQ(decode_caller_reply(*encode(reply)), reply);
  CallerRequest const request{Symbol{"echo"}, {}, ObjId{0}, -0.0};
  EXPECT_EQ(decode_caller_request(*encode(request)), request);
}

}  // namespace
}  // namespace drydock::moor
