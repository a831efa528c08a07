#include "reference/moor/codec/host_codec.hpp"

#include <gtest/gtest.h>

#include "reference/moor/codec/broken.hpp"
#include "reference/moor/codec/sample_buffers.hpp"

// What the decoders of hosts and clients make of good and of broken buffers.

namespace drydock::moor {
namespace {

using samples::from_hex;
using samples::some_id;
using Stage = DecodeError::Stage;

Bytes sample_detach() {
  return from_hex(
      "0c00000008000c000700080008000000000000150c00000008000e000800070008000000000000010c0000000000"
      "06000800040006000000040000000100000074000000");
}

ReplyResult client_reply(DaemonToClientReply reply) { return {ClientSuccess{std::move(reply)}}; }

TEST(HostCodec, TheSampleRequestsOfTheSpecificationDecode) {
  HostToDaemonMessage const features{GetServerFeatures{}};
  EXPECT_EQ(decode_message_type(from_hex(
                "04000000e0ffffff000000010c00000008000c0004000800080000002c0000000c00000008000c0007"
                "0008000800000000000005080000000400060004000000000006000800040006000000040000001000"
                "000000112233445566778899aabbccddeeff")),
            (MessageType{HostToDaemonMsg{some_id, features, {}}}));
  EXPECT_EQ(decode_host_to_daemon(
                from_hex("0c00000008000c00070008000800000000000005080000000400040004000000")),
            features);
  EXPECT_EQ(decode_client_to_daemon(sample_detach()),
            (HostClientToDaemonMessage{Detach{ClientToken{"t"}, true}}));
}

TEST(HostCodec, TheSampleRepliesOfTheSpecificationDecode) {
  EXPECT_EQ(decode_reply_result(from_hex(
                "0c00000008000e000700080008000000000000010c0000000000060008000400060000000c00000008"
                "000c00070008000800000000000001080000000400040004000000")),
            (ReplyResult{HostSuccess{DaemonToHostAck{}}}));
  EXPECT_EQ(decode_reply_result(from_hex(
                "0c00000008000e000700080008000000000000020c0000000000060008000400060000000c00000008"
                "000c00070008000800000000000013080000000400040004000000")),
            client_reply(Disconnected{}));
  EXPECT_EQ(decode_reply_result(from_hex(
                "0c00000008000e000700080008000000000000020c0000000000060008000400060000000c00000008"
                "000c00070008000800000000000005080000000400040004000000")),
            client_reply(TaskSubmitted{0}));
  EXPECT_EQ(decode_reply_result(from_hex(
                "0c00000008000e000700080008000000000000030c0000000000060008000400060000000c00000008"
                "000c0007000800080000000000000204000000180000004e6f20636f6e6e656374696f6e20666f7220"
                "636c69656e7400000000")),
            (ReplyResult{Failure{RpcMessageError{.error_code = RpcMessageErrorCode::no_connection,
                                                 .message = "No connection for client"}}}));
}

TEST(HostCodec, TheSampleEventsOfTheSpecificationDecode) {
  EXPECT_EQ(decode_client_event(
                from_hex("0c00000008000c00070008000800000000000004080000000400040004000000")),
            ClientEvent{DisconnectEvent{}});
  EXPECT_EQ(decode_client_event(from_hex("100000000000000008000e000700080008000000000000070c000000"
                                         "000006000c000400060000000700000000000000")),
            ClientEvent{TaskSuspendedEvent{7}});
  EXPECT_EQ(decode_clients_broadcast(
                from_hex("0c00000008000c00070008000800000000000001080000000400040004000000")),
            ClientsBroadcastEvent{ClientsBroadcastPingPong{}});
  EXPECT_EQ(decode_host_broadcast(
                from_hex("0c00000008000c00070008000800000000000003080000000400040004000000")),
            HostBroadcastEvent{HostBroadcastPingPong{}});
  EXPECT_EQ(decode_host_broadcast(from_hex("0c00000008000c000700080008000000000000020c000000080008"
                                           "0000000600080000000000611e")),
            (HostBroadcastEvent{HostBroadcastUnlisten{HostType::tcp, 7777}}));
}

TEST(HostCodec, EveryCutIsRefusedButThatOfThePadding) {
  auto const sample = sample_detach();
  for (std::size_t size = 0; size < sample.size(); ++size) {
    auto const decoded =
        decode_client_to_daemon(samples::ExactBuffer(ByteView(sample).first(size)).view());
    EXPECT_EQ(decoded.has_value(), size > 65) << size;
  }
}

class BrokenDetach : public testing::TestWithParam<Broken> {};

TEST_P(BrokenDetach, IsExplained) {
  auto bytes = sample_detach();
  std::copy(GetParam().bytes.begin(), GetParam().bytes.end(),
            bytes.begin() + static_cast<std::ptrdiff_t>(GetParam().offset));
  auto const decoded = decode_client_to_daemon(samples::ExactBuffer(bytes).view());
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().text(), GetParam().text);
  EXPECT_EQ(decoded.error().stage, GetParam().stage);
}

INSTANTIATE_TEST_SUITE_P(
    HostCodec, BrokenDetach,
    testing::Values(
        Broken{"RootOutside",
               0,
               {0x60},
               Stage::unopenable,
               "the root table at byte 0: the offset 96 points outside of the buffer's 68 bytes"},
        Broken{"UnionWithoutTag",
               10,
               {0, 0},
               Stage::no_union,
               "message at byte 12: required, but missing"},
        Broken{
            "TagZero", 19, {0}, Stage::no_union, "message at byte 19: required, but its tag is 0"},
        Broken{"TagUnknown",
               19,
               {30},
               Stage::no_union,
               "message at byte 19: the tag 30 is unknown, above 29"},
        Broken{"TokenMissing",
               28,
               {0, 0},
               Stage::field,
               "message.Detach.client_token at byte 32: required, but missing"}),
    [](auto const& broken) { return std::string(broken.param.name); });

}  // namespace
}  // namespace drydock::moor
