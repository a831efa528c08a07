#include <gtest/gtest.h>

#include "reference/moor/codec/codec.hpp"
#include "schema/drydock/caller_generated.h"

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

// What our builder writes cell by cell, against generated code.

using flatbuffers::FlatBufferBuilder;

/// A reply that holds `value`, whole.
Bytes by_the_library(FlatBufferBuilder& out, MoorVar::VarUnion tag,
                     flatbuffers::Offset<void> value) {
  auto const var = MoorVar::CreateVar(out, tag, value);
  auto const result = DrydockCaller::CreateCallerResult(out, var);
  out.Finish(DrydockCaller::CreateCallerReply(out, DrydockCaller::CallerOutcome::CallerResult,
                                              result.Union()));
  return {out.GetBufferPointer(), out.GetBufferPointer() + out.GetSize()};
}

template <class T>
flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<T>>> no_tables(FlatBufferBuilder& out) {
  return out.CreateVector(std::vector<flatbuffers::Offset<T>>{});
}

TEST(Encode, ALambdaIsAsTheLibraryWritesIt) {
  using namespace MoorProgram;
  FlatBufferBuilder out;
  auto const parameters = CreateStoredScatterArgs(out, no_tables<StoredScatterLabel>(out));
  auto const code = out.CreateVector(std::vector<std::uint16_t>{});
  auto const forks = no_tables<ForkVector>(out);
  auto const literals = no_tables<MoorVar::Var>(out);
  auto const labels = no_tables<StoredJumpLabel>(out);
  auto const names = CreateStoredNames(out, 0, no_tables<StoredNameDeclPair>(out));
  auto const scatters = no_tables<StoredScatterArgs>(out);
  auto const sequences = no_tables<StoredForSequenceOperand>(out);
  auto const ranges = no_tables<StoredForRangeOperand>(out);
  auto const range_comprehensions = no_tables<StoredRangeComprehend>(out);
  auto const list_comprehensions = no_tables<StoredListComprehend>(out);
  auto const errors = no_tables<StoredErrorOperand>(out);
  auto const lambdas = no_tables<StoredMooRProgram>(out);
  auto const lines = no_tables<LineSpan>(out);
  auto const fork_lines = no_tables<ForkLineSpans>(out);
  auto const program = CreateStoredMooRProgram(
      out, 0, 0, code, forks, literals, labels, names, scatters, sequences, ranges,
      range_comprehensions, list_comprehensions, errors, lambdas, lines, fork_lines);
  auto const body =
      CreateStoredProgram(out, StoredProgramLanguage::StoredMooRProgram, program.Union());
  auto const lambda =
      MoorVar::CreateVarLambda(out, parameters, body, no_tables<MoorVar::VarList>(out));
  Limits limits;
  limits.lambdas = true;
  EXPECT_EQ(encode(CallerReply{Lambda{}}, limits),
            by_the_library(out, MoorVar::VarUnion::VarLambda, lambda.Union()));
}

TEST(Encode, AnErrorIsAsTheLibraryWritesIt) {
  FlatBufferBuilder out;
  auto const message = out.CreateString("message");
  auto const none = MoorVar::CreateVarNone(out);
  auto const value = MoorVar::CreateVar(out, MoorVar::VarUnion::VarNone, none.Union());
  auto const symbol = MoorCommon::CreateSymbol(out, out.CreateString("e_mine"));
  auto const error =
      MoorCommon::CreateError(out, MoorCommon::ErrorCode::ErrCustom, message, value, symbol);
  auto const held = MoorVar::CreateVarErr(out, error);
  ErrorValue const ours{ErrorCode::custom, "message", std::make_shared<Var>(None{}),
                        Symbol{"e_mine"}};
  EXPECT_EQ(encode(CallerReply{ours}),
            by_the_library(out, MoorVar::VarUnion::VarErr, held.Union()));
}

TEST(Encode, NegativeZeroSurvives) {
  CallerReply const reply{list_of({-0.0, 0.0})};
  EXPECT_EQ(decode_caller_reply(*encode(reply)), reply);
  CallerRequest const request{Symbol{"echo"}, {}, ObjId{0}, -0.0};
  EXPECT_EQ(decode_caller_request(*encode(request)), request);
}

}  // namespace
}  // namespace drydock::moor
