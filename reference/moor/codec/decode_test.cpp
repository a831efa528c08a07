#include <gtest/gtest.h>

#include <algorithm>

#include "reference/moor/codec/broken.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/mixed_builder.hpp"
#include "reference/moor/codec/raw_buffer.hpp"
#include "reference/moor/codec/sample_buffers.hpp"
#include "schema/drydock/caller_generated.h"

// What the decoders make of good and of broken buffers, stage by stage and field by field.

namespace drydock::moor {
namespace {

using samples::worker_id;
using Stage = DecodeError::Stage;

TEST(Decode, TheSamplesOfTheSpecificationDecode) {
  EXPECT_EQ(decode_daemon_to_worker(samples::ping_or_ack()), DaemonToWorkerMessage{PingWorkers{}});
  EXPECT_EQ(decode_reply(samples::ping_or_ack()), DaemonToWorkerReply{WorkerAck{}});
  EXPECT_EQ(decode_reply(samples::rejected()),
            DaemonToWorkerReply{WorkerRejected{"Message rejected"}});
  EXPECT_EQ(decode_worker_to_daemon(samples::attach()),
            (WorkerToDaemonMessage{AttachWorker{worker_id(), Symbol{"echo"}}, {}}));
  EXPECT_EQ(decode_worker_to_daemon(samples::detach_or_attached()),
            (WorkerToDaemonMessage{DetachWorker{worker_id()}, {}}));
  // Payloads do not say what they are: the same bytes, three messages.
  EXPECT_EQ(decode_reply(samples::detach_or_attached()),
            DaemonToWorkerReply{WorkerAttached{worker_id()}});
  EXPECT_EQ(decode_daemon_to_worker(samples::detach_or_attached()),
            DaemonToWorkerMessage{PleaseDie{worker_id()}});
}

TEST(Decode, AMessageDecodesAtAnyAddress) {
  for (std::size_t shift = 0; shift < 8; ++shift) {
    samples::ExactBuffer const buffer(samples::attach(), shift);
    EXPECT_TRUE(decode_worker_to_daemon(buffer.view())) << shift;
  }
}

TEST(Decode, TrailingBytesAndAFileIdentifierAreNoHarm) {
  auto bytes = samples::attach();
  bytes.resize(bytes.size() + 5, 0xff);
  EXPECT_TRUE(decode_worker_to_daemon(bytes));
}

class BrokenAttach : public testing::TestWithParam<Broken> {};

TEST_P(BrokenAttach, IsExplained) {
  auto bytes = samples::attach();
  std::copy(GetParam().bytes.begin(), GetParam().bytes.end(),
            bytes.begin() + static_cast<std::ptrdiff_t>(GetParam().offset));
  auto const decoded = decode_worker_to_daemon(samples::ExactBuffer(bytes).view());
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().text(), GetParam().text);
  EXPECT_EQ(decoded.error().stage, GetParam().stage);
}

INSTANTIATE_TEST_SUITE_P(
    Decode, BrokenAttach,
    testing::Values(
        Broken{"RootOffsetOutside",
               0,
               {0x60},
               Stage::unopenable,
               "the root table at byte 0: the offset 96 points outside of the buffer's 96 bytes"},
        Broken{"RootOffsetNegative",
               0,
               {0xf0, 0xff, 0xff, 0xff},
               Stage::unopenable,
               "the root table at byte 0: the offset 4294967280 points outside of the buffer's 96 "
               "bytes"},
        Broken{"RootOffsetZero",
               0,
               {0},
               Stage::unopenable,
               "the root table at byte 0: an offset of 0 points to itself"},
        Broken{"RootMisaligned",
               0,
               {0x0d},
               Stage::unopenable,
               "the root table at byte 13: a table is not aligned to 4 bytes"},
        Broken{"RootTableCutOff",
               0,
               {0x5f},
               Stage::unopenable,
               "the root table at byte 95: a table is not aligned to 4 bytes"},
        Broken{"RootVtableBefore",
               12,
               {0x10},
               Stage::unopenable,
               "the root table at byte 12: the vtable, 16 bytes before the table, lies outside of "
               "the buffer"},
        Broken{"RootVtableAfter",
               12,
               {0, 0, 0, 0x80},
               Stage::unopenable,
               "the root table at byte 12: the vtable, -2147483648 bytes before the table, lies "
               "outside of the "
               "buffer"},
        Broken{"RootVtableOdd",
               4,
               {9},
               Stage::unopenable,
               "the root table at byte 4: the vtable's length of 9 is odd"},
        Broken{"RootVtableShort",
               4,
               {2},
               Stage::unopenable,
               "the root table at byte 4: the vtable's length of 2 is below 4"},
        Broken{"RootVtableLong",
               4,
               {0, 1},
               Stage::unopenable,
               "the root table at byte 4: a vtable of 256 bytes reaches outside of the buffer's 96 "
               "bytes"},
        Broken{"TagMissing",
               8,
               {0, 0},
               Stage::no_union,
               "message at byte 12: required, but its tag is missing"},
        Broken{
            "TagZero", 19, {0}, Stage::no_union, "message at byte 19: required, but its tag is 0"},
        Broken{"TagSix",
               19,
               {6},
               Stage::no_union,
               "message at byte 19: the tag 6 is unknown, above 5"},
        Broken{"Tag200",
               19,
               {200},
               Stage::no_union,
               "message at byte 19: the tag 200 is unknown, above 5"},
        Broken{
            "TagOutside",
            8,
            {0xff, 0xff},
            Stage::no_union,
            "message at byte 65547: a number of 1 bytes reaches outside of the buffer's 96 bytes"},
        Broken{"ValueMissing",
               10,
               {0, 0},
               Stage::no_union,
               "message at byte 12: required, but missing"},
        Broken{"VtableWithoutFields",
               4,
               {4},
               Stage::no_union,
               "message at byte 12: required, but its tag is missing"},
        Broken{"ValueOutside",
               20,
               {0xff},
               Stage::no_union,
               "message at byte 20: the offset 255 points outside of the buffer's 96 bytes"},
        Broken{"BodyVtableOutside",
               32,
               {0xff, 0xff},
               Stage::no_union,
               "message at byte 32: the vtable, 65535 bytes before the table, lies outside of the "
               "buffer"},
        Broken{"IdMissing",
               28,
               {0, 0},
               Stage::field,
               "message.AttachWorker.worker_id at byte 32: required, but missing"},
        Broken{"TypeMissing",
               30,
               {0, 0},
               Stage::field,
               "message.AttachWorker.worker_type at byte 32: required, but missing"},
        Broken{"TypeMisplaced",
               30,
               {7},
               Stage::field,
               "message.AttachWorker.worker_type at byte 39: an offset is not aligned to 4 bytes"},
        Broken{"TypeOutside",
               40,
               {0, 1},
               Stage::field,
               "message.AttachWorker.worker_type at byte 40: the offset 256 points outside of the "
               "buffer's 96 bytes"},
        Broken{"SymbolVtableOutside",
               44,
               {0xee, 0xff, 0, 0},
               Stage::field,
               "message.AttachWorker.worker_type at byte 44: the vtable, 65518 bytes before the "
               "table, lies outside "
               "of the buffer"},
        Broken{"SymbolVtableMisaligned",
               44,
               {0xed},
               Stage::field,
               "message.AttachWorker.worker_type at byte 63: a vtable is not aligned to 2 bytes"},
        Broken{
            "SymbolTextItself",
            48,
            {0},
            Stage::field,
            "message.AttachWorker.worker_type.value at byte 48: an offset of 0 points to itself"},
        Broken{"StringTooLong",
               52,
               {0xff},
               Stage::field,
               "message.AttachWorker.worker_type.value at byte 52: 255 elements of 1 bytes reach "
               "outside of the "
               "buffer's 96 bytes"},
        Broken{"StringHuge",
               52,
               {0xff, 0xff, 0xff, 0xff},
               Stage::field,
               "message.AttachWorker.worker_type.value at byte 52: 4294967295 elements of 1 bytes "
               "reach outside of "
               "the buffer's 96 bytes"},
        Broken{"StringUnterminated",
               60,
               {'x'},
               Stage::field,
               "message.AttachWorker.worker_type.value at byte 60: the string ends with 0x78 in "
               "place of a zero byte"},
        Broken{"StringNotUtf8",
               57,
               {0xff},
               Stage::field,
               "message.AttachWorker.worker_type.value at byte 52: not UTF-8"},
        Broken{"Uuid15",
               76,
               {15},
               Stage::field,
               "message.AttachWorker.worker_id.data at byte 76: a UUID of 15 bytes, not 16"},
        Broken{"Uuid17",
               76,
               {17},
               Stage::field,
               "message.AttachWorker.worker_id.data at byte 76: 17 elements of 1 bytes reach "
               "outside of the buffer's "
               "96 bytes"}),
    [](auto const& broken) { return broken.param.name; });

TEST(Decode, WhatIsTooShortForARootCannotBeOpened) {
  auto const sample = samples::attach();
  for (std::size_t size = 0; size < 16; ++size) {
    samples::ExactBuffer const buffer(ByteView(sample).first(size));
    auto const decoded = decode_worker_to_daemon(buffer.view());
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().stage, Stage::unopenable) << size;
  }
  EXPECT_EQ(decode_caller_request({}).error().text(),
            "the root table at byte 0: 0 bytes are too few for a root table");
}

TEST(Decode, EveryCutIsRefused) {
  auto const sample = samples::attach();
  for (std::size_t size = 0; size < sample.size(); ++size) {
    EXPECT_FALSE(decode_worker_to_daemon(samples::ExactBuffer(ByteView(sample).first(size)).view()))
        << size;
  }
}

TEST(Decode, TheUnionIsLookedAtBeforeOtherFields) {
  WorkerToDaemonMessage message{DetachWorker{worker_id()}, "token"};
  auto bytes = *encode(message);
  auto const token =
      std::search(bytes.begin(), bytes.end(), std::begin("token"), std::end("token"));
  token[5] = 'x';
  EXPECT_EQ(decode_worker_to_daemon(bytes).error().path, "token");
  auto tagged = bytes;
  RawBuffer const raw(tagged);
  tagged[*raw.field(*raw.root(), 0)] = 9;
  EXPECT_EQ(decode_worker_to_daemon(tagged).error().stage, Stage::no_union);
}

/// A RequestResult around a `Var` that `write` makes, however wrong.
template <class Write>
DecodeError result_error(Write const& write, Limits const& limits = {}) {
  MixedBuilder out;
  auto const worker = write_uuid(out, worker_id());
  auto const request = write_uuid(out, worker_id());
  flatbuffers::Offset<MoorVar::Var> const value = write(out);
  auto const body = MoorRpc::CreateRequestResult(out, worker, request, value);
  out.Finish(MoorRpc::CreateWorkerToDaemonMessage(
      out, MoorRpc::WorkerToDaemonMessageUnion::RequestResult, body.Union()));
  ByteView const bytes(out.GetBufferPointer(), out.GetSize());
  auto const decoded = decode_worker_to_daemon(samples::ExactBuffer(bytes).view(), limits);
  return decoded ? DecodeError{} : decoded.error();
}

TEST(Decode, AnUnknownKindOfValueIsRefusedWithItsPlace) {
  auto const error = result_error([](MixedBuilder& out) {
    auto const unknown =
        MoorVar::CreateVar(out, MoorVar::VarUnion{200}, MoorVar::CreateVarNone(out).Union());
    auto const known = write_var(out, 1);
    auto const list = MoorVar::CreateVarList(out, out.CreateVector(std::vector{known, unknown}));
    return MoorVar::CreateVar(out, MoorVar::VarUnion::VarList, list.Union());
  });
  EXPECT_EQ(place_and_rule(error),
            "message.RequestResult.result.elements[1].variant: the tag 200 is no kind of value");
  EXPECT_EQ(error.stage, Stage::field);
}

TEST(Decode, AValueWithoutAVariantIsRefusedWithItsPlace) {
  auto const error = result_error([](MixedBuilder& out) {
    auto const empty = flatbuffers::Offset<MoorVar::Var>(out.EndTable(out.StartTable()));
    auto const pair = MoorVar::CreateVarMapPair(out, write_var(out, "k"), empty);
    auto const map = MoorVar::CreateVarMap(out, out.CreateVector(std::vector{pair}));
    return MoorVar::CreateVar(out, MoorVar::VarUnion::VarMap, map.Union());
  });
  EXPECT_EQ(place_and_rule(error),
            "message.RequestResult.result.pairs[0].value.variant: required, but missing");
}

TEST(Decode, ATagWithoutAValueAndAValueWithoutATagAreRefused) {
  auto const untagged = result_error([](MixedBuilder& out) {
    return MoorVar::CreateVar(out, MoorVar::VarUnion::NONE, MoorVar::CreateVarNone(out).Union());
  });
  EXPECT_EQ(place_and_rule(untagged),
            "message.RequestResult.result.variant: the tag 0 is no kind of value");
}

TEST(Decode, ErrorValuesNeedAKnownCodeAndACustomOneItsSymbol) {
  auto const error_of_code = [](std::uint8_t code) {
    return result_error([code](MixedBuilder& out) {
      auto const error = MoorCommon::CreateError(out, static_cast<MoorCommon::ErrorCode>(code));
      return MoorVar::CreateVar(out, MoorVar::VarUnion::VarErr,
                                MoorVar::CreateVarErr(out, error).Union());
    });
  };
  EXPECT_EQ(error_of_code(18), DecodeError{});
  EXPECT_EQ(place_and_rule(error_of_code(19)),
            "message.RequestResult.result.error.err_type: 19 is no error code");
  EXPECT_EQ(place_and_rule(error_of_code(254)),
            "message.RequestResult.result.error.err_type: 254 is no error code");
  EXPECT_EQ(
      place_and_rule(error_of_code(255)),
      "message.RequestResult.result.error.custom_symbol: missing, but required of error code 255");
}

TEST(Decode, AnUnknownKindOfObjectIsRefused) {
  auto const error = result_error([](MixedBuilder& out) {
    auto const obj = MoorCommon::CreateObj(out, MoorCommon::ObjUnion{4},
                                           MoorCommon::CreateObjId(out, 1).Union());
    return MoorVar::CreateVar(out, MoorVar::VarUnion::VarObj,
                              MoorVar::CreateVarObj(out, obj).Union());
  });
  EXPECT_EQ(place_and_rule(error),
            "message.RequestResult.result.obj.obj: the tag 4 is no kind of object");
}

TEST(Decode, ALambdaIsRefusedAtAnyDepthUnlessAllowed) {
  auto const nested = list_of({1, Map{{{"k", list_of({Lambda{}})}}}});
  auto const write = [&](MixedBuilder& out) { return write_var(out, nested); };
  EXPECT_EQ(place_and_rule(result_error(write)),
            "message.RequestResult.result.elements[1].pairs[0].value.elements[0]: a lambda, which "
            "must not leave "
            "the daemon");
  Limits limits;
  limits.lambdas = true;
  EXPECT_EQ(result_error(write, limits), DecodeError{});
}

TEST(Decode, AMessageOfAnErrorThatIsNotUtf8CountsAsAbsent) {
  MixedBuilder out;
  auto const error = MoorCommon::CreateErrorDirect(out, MoorCommon::ErrorCode::E_PERM, "\xff");
  auto const value =
      MoorVar::CreateVar(out, MoorVar::VarUnion::VarErr, MoorVar::CreateVarErr(out, error).Union());
  auto const body = DrydockCaller::CreateCallerResult(out, value);
  out.Finish(DrydockCaller::CreateCallerReply(out, DrydockCaller::CallerOutcome::CallerResult,
                                              body.Union()));
  EXPECT_EQ(decode_caller_reply({out.GetBufferPointer(), out.GetSize()}),
            CallerReply{Var(ErrorValue{ErrorCode::e_perm, {}, {}, {}})});
}

TEST(Decode, MapsAndFlyweightsComeOutInOrder) {
  auto const back = [](Var value) {
    return std::get<Var>(decode_caller_reply(*encode(CallerReply{std::move(value)}))->outcome);
  };
  EXPECT_EQ(back(Map{{{"b", 1}, {"a", 2}, {"B", 3}}}), Var(Map{{{"a", 2}, {"b", 3}}}));
  EXPECT_EQ(back(Flyweight{ObjId{1}, {{Symbol{"b"}, 1}, {Symbol{"a"}, 2}, {Symbol{"B"}, 3}}, {}}),
            Var(Flyweight{ObjId{1}, {{Symbol{"a"}, 2}, {Symbol{"B"}, 3}}, {}}));
}

TEST(Decode, PackedIdsLoseTheirTwoHighestBits) {
  CallerReply const sent{Var(Obj(UuObjId{~std::uint64_t{0}}))};
  EXPECT_EQ(decode_caller_reply(*encode(sent)), CallerReply{Var(Obj(UuObjId{packed_obj_mask}))});
}

TEST(Decode, AnonymousObjectsComeInTwoForms) {
  auto const decoded_as = [](MoorVar::VarUnion tag) {
    MixedBuilder out;
    auto const obj = write_obj(out, AnonymousObjId{7});
    auto const value = MoorVar::CreateVar(out, tag, MoorVar::CreateVarObj(out, obj).Union());
    auto const body = DrydockCaller::CreateCallerResult(out, value);
    out.Finish(DrydockCaller::CreateCallerReply(out, DrydockCaller::CallerOutcome::CallerResult,
                                                body.Union()));
    return decode_caller_reply({out.GetBufferPointer(), out.GetSize()});
  };
  CallerReply const anonymous{Var(Obj(AnonymousObjId{7}))};
  EXPECT_EQ(decoded_as(MoorVar::VarUnion::VarObj), anonymous);
  EXPECT_EQ(decoded_as(MoorVar::VarUnion::VarAnonymous), anonymous);
}

}  // namespace
}  // namespace drydock::moor
