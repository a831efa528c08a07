#include <gtest/gtest.h>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/mixed_builder.hpp"
#include "reference/moor/codec/sample_buffers.hpp"

// What is well-formed and still too much. Nothing here measures time: each of these would take
// hours, or all memory, if the limit did not hold.

namespace drydock::moor {
namespace {

using Offset = flatbuffers::Offset<MoorVar::Var>;

Var nested_lists(std::size_t depth) {
  Var value = list_of({});
  for (std::size_t i = 1; i < depth; ++i) {
    List outer;
    outer.elements.push_back(std::move(value));
    value = std::move(outer);
  }
  return value;
}

Offset list_around(MixedBuilder& out, std::vector<Offset> const& elements) {
  auto const list = MoorVar::CreateVarList(out, out.CreateVector(elements));
  return MoorVar::CreateVar(out, MoorVar::VarUnion::VarList, list.Union());
}

Bytes result_of(MixedBuilder& out, Offset value) {
  auto const worker = write_uuid(out, samples::worker_id());
  auto const request = write_uuid(out, samples::worker_id());
  auto const body = MoorRpc::CreateRequestResult(out, worker, request, value);
  out.Finish(MoorRpc::CreateWorkerToDaemonMessage(
      out, MoorRpc::WorkerToDaemonMessageUnion::RequestResult, body.Union()));
  return {out.GetBufferPointer(), out.GetBufferPointer() + out.GetSize()};
}

Bytes result_nested(std::size_t depth) {
  MixedBuilder out;
  auto value = list_around(out, {});
  for (std::size_t i = 1; i < depth; ++i) value = list_around(out, {value});
  return result_of(out, value);
}

WorkerToDaemonMessage result(Var value) {
  return {RequestResult{samples::worker_id(), samples::worker_id(), std::move(value)}, {}};
}

std::string rule_of(Decoded<WorkerToDaemonMessage> const& decoded) {
  return decoded ? "decoded" : decoded.error().rule;
}

TEST(Limits, ListsNestedAHundredDeepPass) {
  auto const message = result(nested_lists(100));
  EXPECT_EQ(decode_worker_to_daemon(*encode(message)), message);
}

TEST(Limits, AThousandLevelsPassAndOneMoreFails) {
  auto const message = result(nested_lists(1000));
  EXPECT_EQ(decode_worker_to_daemon(*encode(message)), message);
  auto const encoded = encode(result(nested_lists(1001)));
  ASSERT_FALSE(encoded);
  EXPECT_TRUE(encoded.error().message.ends_with(": nested more than 1000 deep"))
      << encoded.error().message;
  EXPECT_EQ(decode_worker_to_daemon(result_nested(1000)), message);
  EXPECT_EQ(rule_of(decode_worker_to_daemon(result_nested(1001))), "nested more than 1000 deep");
}

TEST(Limits, NestingEndsAtTwoThousandWhateverIsAskedFor) {
  Limits limits;
  limits.nesting = 1'000'000;
  auto const message = result(nested_lists(2000));
  auto const bytes = encode(message, limits);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(decode_worker_to_daemon(*bytes, limits), message);
  EXPECT_FALSE(encode(result(nested_lists(2001)), limits));
  EXPECT_EQ(rule_of(decode_worker_to_daemon(result_nested(2001), limits)),
            "nested more than 2000 deep");
}

TEST(Limits, EveryContainerAndAnErrorsValueIsALevel) {
  Limits limits;
  limits.nesting = 1;
  Flyweight const flyweight{ObjId{1}, {{Symbol{"a"}, 1}}, List{{2}}};
  ErrorValue const plain{ErrorCode::e_perm, "m", {}, {}};
  ErrorValue const holding{ErrorCode::e_perm, "m", std::make_shared<Var const>(plain), {}};
  for (Var const& value : {list_of({plain}), Var(Map{{{1, 2}}}), Var(flyweight), Var(holding)}) {
    auto const bytes = encode(result(value), limits);
    ASSERT_TRUE(bytes);
    EXPECT_TRUE(decode_worker_to_daemon(*bytes, limits));
    EXPECT_FALSE(encode(result(list_of({value})), limits));
    EXPECT_EQ(rule_of(decode_worker_to_daemon(*encode(result(list_of({value}))), limits)),
              "nested more than 1 deep");
  }
}

TEST(Limits, AMillionLevelsFailWithoutGoingThere) {
  auto const bytes = result_nested(1'000'000);
  auto const decoded = decode_worker_to_daemon(bytes);
  EXPECT_EQ(rule_of(decoded), "more than 4016 tables within each other");
  EXPECT_TRUE(decoded.error().path.starts_with("message.RequestResult.result.elements[0]"))
      << decoded.error().path;
  EXPECT_LT(decoded.error().path.size(), 300);
  EXPECT_TRUE(peek_answer_ids(bytes));
}

TEST(Limits, SharedTablesCountAsOftenAsTheyAreReached) {
  MixedBuilder out;
  auto value = list_around(out, {});
  for (int level = 0; level < 40; ++level) value = list_around(out, {value, value});
  auto const bytes = result_of(out, value);
  EXPECT_LT(bytes.size(), 4000);
  EXPECT_EQ(rule_of(decode_worker_to_daemon(bytes)),
            "more than 8000064 tables, shared ones counted as often as they are reached");
}

TEST(Limits, ValuesAreCountedExactly) {
  Limits limits;
  limits.values = 1001;
  auto const just = result(list_of(std::vector<Var>(1000)));
  EXPECT_EQ(decode_worker_to_daemon(*encode(just, limits), limits), just);
  auto const more = result(list_of(std::vector<Var>(1001)));
  EXPECT_FALSE(encode(more, limits));
  EXPECT_EQ(rule_of(decode_worker_to_daemon(*encode(more), limits)),
            "more than 1001 values, shared ones counted as often as they are reached");
}

TEST(Limits, SharedTextCountsAsOftenAsItIsReached) {
  MixedBuilder out;
  auto const string = MoorVar::CreateVarStr(out, out.CreateString(std::string(1 << 20, 'x')));
  auto const shared = MoorVar::CreateVar(out, MoorVar::VarUnion::VarStr, string.Union());
  auto const bytes = result_of(out, list_around(out, std::vector<Offset>(100'000, shared)));
  EXPECT_EQ(rule_of(decode_worker_to_daemon(bytes)),
            "more than 268435456 bytes of text and binaries, shared ones counted as often as they "
            "are reached");
}

TEST(Limits, KeysThatTakeLongToSortAreRefused) {
  MixedBuilder out;
  auto const key = [&](char const* first) {
    auto const text = first + std::string(1 << 20, 'x');
    auto const string = MoorVar::CreateVarStr(out, out.CreateString(text));
    return MoorVar::CreateVar(out, MoorVar::VarUnion::VarStr, string.Union());
  };
  auto const lower = MoorVar::CreateVarMapPair(out, key("\xc3\xa4"), write_var(out, 1));
  auto const upper = MoorVar::CreateVarMapPair(out, key("\xc3\x84"), write_var(out, 1));
  std::vector<flatbuffers::Offset<MoorVar::VarMapPair>> pairs;
  for (int i = 0; i < 50; ++i) pairs.insert(pairs.end(), {upper, lower});
  auto const map = MoorVar::CreateVarMap(out, out.CreateVector(pairs));
  auto const bytes =
      result_of(out, MoorVar::CreateVar(out, MoorVar::VarUnion::VarMap, map.Union()));
  EXPECT_EQ(rule_of(decode_worker_to_daemon(bytes)),
            "100 keys of 104857800 bytes take too long to sort");
}

TEST(Limits, ALargerMessageIsNotEvenOpened) {
  Limits limits;
  auto const message = result(Var(std::string(100, 'x')));
  auto const bytes = *encode(message);
  limits.message_bytes = bytes.size();
  EXPECT_EQ(decode_worker_to_daemon(bytes, limits), message);
  EXPECT_TRUE(encode(message, limits));
  limits.message_bytes = bytes.size() - 1;
  EXPECT_EQ(decode_worker_to_daemon(bytes, limits).error().stage, DecodeError::Stage::unopenable);
  EXPECT_FALSE(encode(message, limits));
  EXPECT_FALSE(peek_answer_ids(bytes, limits));
}

TEST(Limits, TextBeyondTheMessageIsRefusedBeforeItIsWritten) {
  Limits limits;
  limits.message_bytes = 1000;
  auto const encoded = encode(result(list_of({1, std::string(1001, 'x')})), limits);
  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error().message,
            "message.RequestResult.result.elements[1]: more text and binaries than a message of "
            "1000 bytes holds");
}

}  // namespace
}  // namespace drydock::moor
