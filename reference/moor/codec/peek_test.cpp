#include <gtest/gtest.h>

#include <algorithm>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/mixed_builder.hpp"
#include "reference/moor/codec/sample_buffers.hpp"

namespace drydock::moor {
namespace {

RequestIds const ids{samples::worker_id(), Uuid{{1, 2, 3}}};

/// A WorkerRequest around whatever `write` makes of its arguments.
template <class Write>
Bytes request_of(Write const& write) {
  MixedBuilder out;
  auto const worker = write_uuid(out, ids.worker_id);
  auto const request = write_uuid(out, ids.request_id);
  auto const perms = write_obj(out, ObjId{2});
  auto const arguments =
      out.CreateVector(std::vector<flatbuffers::Offset<MoorVar::Var>>{write(out)});
  auto const body = MoorRpc::CreateWorkerRequest(out, worker, request, perms, arguments);
  out.Finish(MoorRpc::CreateDaemonToWorkerMessage(
      out, MoorRpc::DaemonToWorkerMessageUnion::WorkerRequest, body.Union()));
  return {out.GetBufferPointer(), out.GetBufferPointer() + out.GetSize()};
}

void expect_readable_ids_only(Bytes const& bytes) {
  samples::ExactBuffer const buffer(bytes);
  EXPECT_FALSE(decode_daemon_to_worker(buffer.view()));
  EXPECT_EQ(peek_request_ids(buffer.view()), ids);
}

TEST(Peek, IdsAreReadThoughAnArgumentIsALambda) {
  expect_readable_ids_only(request_of([](auto& out) { return write_var(out, Lambda{}); }));
}

TEST(Peek, IdsAreReadThoughAnArgumentIsOfAnUnknownKind) {
  expect_readable_ids_only(request_of([](auto& out) {
    return MoorVar::CreateVar(out, MoorVar::VarUnion{99}, MoorVar::CreateVarNone(out).Union());
  }));
}

TEST(Peek, IdsAreReadThoughTheArgumentsAreNestedTooDeep) {
  expect_readable_ids_only(request_of([](auto& out) {
    auto value = write_var(out, 1);
    for (int i = 0; i < 5000; ++i) {
      auto const list = MoorVar::CreateVarList(out, out.CreateVector(std::vector{value}));
      value = MoorVar::CreateVar(out, MoorVar::VarUnion::VarList, list.Union());
    }
    return value;
  }));
}

TEST(Peek, IdsAreReadThoughTextIsNotUtf8) {
  expect_readable_ids_only(request_of([](auto& out) {
    auto const text = MoorVar::CreateVarStrDirect(out, "\xff");
    return MoorVar::CreateVar(out, MoorVar::VarUnion::VarStr, text.Union());
  }));
}

TEST(Peek, MessagesWithoutBothIdsHaveNone) {
  EXPECT_FALSE(peek_request_ids({}));
  EXPECT_FALSE(peek_request_ids(*encode(DaemonToWorkerMessage{PingWorkers{}})));
  EXPECT_FALSE(peek_request_ids(*encode(DaemonToWorkerMessage{PleaseDie{}})));
  EXPECT_FALSE(peek_answer_ids(samples::attach()));
  EXPECT_FALSE(peek_answer_ids(samples::detach_or_attached()));
}

TEST(Peek, AnIdOfAnotherLengthIsNone) {
  auto bytes = *encode(WorkerToDaemonMessage{RequestResult{ids.worker_id, ids.request_id, 1}, {}});
  auto const id = std::search(bytes.begin(), bytes.end(), ids.request_id.bytes.begin(),
                              ids.request_id.bytes.end());
  id[-4] = 15;
  EXPECT_FALSE(peek_answer_ids(bytes));
}

TEST(Peek, EveryCutIsReadSafely) {
  auto const whole =
      *encode(WorkerToDaemonMessage{RequestResult{ids.worker_id, ids.request_id, 1}, {}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    auto const found = peek_answer_ids(samples::ExactBuffer(ByteView(whole).first(size)).view());
    EXPECT_EQ(found.value_or(ids), ids);
  }
}

}  // namespace
}  // namespace drydock::moor
