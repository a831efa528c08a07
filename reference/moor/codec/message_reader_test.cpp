#include "reference/moor/codec/message_reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "reference/moor/codec/generators.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_generators.hpp"
#include "reference/moor/codec/sample_buffers.hpp"

// Whatever a reader has read before, it takes a message as those do who read nothing else.

namespace drydock::moor {

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, HostClientToDaemonMessage& out);
template <>
MessageShape shape_of(ByteView buffer, HostClientToDaemonMessage& out);

namespace {

template <class Message>
void check(MessageReader<Message>& reader, ByteView buffer, Limits const& limits) {
  samples::ExactBuffer const exact(buffer, *below(8));
  auto const thorough = decode_thoroughly<Message>(exact.view(), limits);
  auto const error = reader.read(exact.view());
  RC_ASSERT(error.has_value() != thorough.has_value());
  if (error) {
    RC_ASSERT(*error == thorough.error());
  } else {
    RC_ASSERT(reader.message() == *thorough);
  }
}

template <class Message>
void check_often(MessageReader<Message>& reader, ByteView buffer, Limits const& limits) {
  for (unsigned i = 0; i <= ShapeLearning::passed_min; ++i) check(reader, buffer, limits);
}

/// A message learnt, and then others that are like it but for some bytes.
template <class Message>
void check_damaged(Message const& message, Limits const& limits = {}) {
  auto const good = *encode(message);
  MessageReader<Message> reader(limits);
  check_often(reader, good, limits);
  for (unsigned round = 0; round < 16; ++round) {
    check(reader, good, limits);
    auto other = good;
    auto const edits = *below(3);
    for (std::size_t i = 0; i <= edits; ++i) {
      other[*below(other.size())] =
          *rc::gen::oneOf(rc::gen::arbitrary<std::uint8_t>(),
                          rc::gen::element<std::uint8_t>(0, 1, 2, 4, 0x7f, 0x80, 0xfe, 0xff));
    }
    check(reader, other, limits);
  }
}

/// The same where a damaged one, in which values may share bytes with what leads to them, is
/// learnt.
template <class Message>
void check_damaged_twice(Message const& message) {
  auto base = *encode(message);
  for (unsigned tries = 0; tries < 16; ++tries) {
    auto other = base;
    other[*below(other.size())] = *rc::gen::arbitrary<std::uint8_t>();
    Message out;
    if (decode_quickly(other, {}, out)) base = other;
  }
  MessageReader<Message> reader;
  check_often(reader, base, {});
  for (unsigned round = 0; round < 16; ++round) {
    check(reader, base, {});
    auto other = base;
    other[*below(other.size())] = *rc::gen::arbitrary<std::uint8_t>();
    check(reader, other, {});
  }
}

RC_GTEST_PROP(MessageReader, TakesClientMessagesThatDifferInSomeBytes,
              (HostClientToDaemonMessage const& message)) {
  check_damaged(message);
}
RC_GTEST_PROP(MessageReader, TakesRepliesThatDifferInSomeBytes, (ReplyResult const& message)) {
  check_damaged(message);
}
RC_GTEST_PROP(MessageReader, TakesClientMessagesLikeDamagedOnes,
              (HostClientToDaemonMessage const& message)) {
  check_damaged_twice(message);
}
RC_GTEST_PROP(MessageReader, TakesRepliesLikeDamagedOnes, (ReplyResult const& message)) {
  check_damaged_twice(message);
}

HostClientToDaemonMessage pong(std::uint64_t at, std::string address) {
  return {ClientPong{{"token"}, at, ObjId{2}, HostType::tcp, std::move(address)}};
}

TEST(MessageShape, IsThatOfMessagesWithOtherValues) {
  auto const learnt = *encode(pong(1, "address"));
  HostClientToDaemonMessage out;
  ASSERT_TRUE(decode_quickly(learnt, {}, out));
  MessageShape const shape = shape_of(learnt, out);
  EXPECT_TRUE(shape.read(*encode(pong(~0ULL, "Address"))));
  EXPECT_EQ(out, pong(~0ULL, "Address"));
  EXPECT_TRUE(shape.read(learnt));
  EXPECT_EQ(out, pong(1, "address"));
  EXPECT_FALSE(shape.read(*encode(pong(1, "another address"))));
  EXPECT_FALSE(shape.read(*encode(pong(0, "address")))) << "what is 0 is not there";
  EXPECT_FALSE(shape.read({}));
  EXPECT_FALSE(MessageShape().read({}));
}

TEST(MessageShape, ThereIsNoneOfValuesThatArePutInOrder) {
  auto const map = *encode(HostClientToDaemonMessage{
      SetClientAttribute{{"token"}, {"token"}, Symbol{"key"}, Var(Map{{{"b", 1}, {"a", 2}}})}});
  HostClientToDaemonMessage out;
  ASSERT_TRUE(decode_quickly(map, {}, out));
  EXPECT_FALSE(shape_of(map, out).read(map));
}

RC_GTEST_PROP(MessageReader, TakesOtherValues, ()) {
  MessageReader<HostClientToDaemonMessage> reader;
  for (int i = 0; i < 40; ++i) {
    auto const at = *rc::gen::arbitrary<std::uint64_t>();
    auto const message =
        pong(at, std::string(8 + *below(20) / 19, *rc::gen::arbitrary<bool>() ? 'a' : 'b'));
    RC_ASSERT(!reader.read(*encode(message)));
    RC_ASSERT(reader.message() == message);
  }
}

TEST(MessageReader, ChecksTheTextOfALikeMessage) {
  MessageReader<HostClientToDaemonMessage> reader;
  Bytes bytes = *encode(pong(1, "address"));
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(reader.read(bytes));
  std::string_view const text = "address";
  auto const place = std::search(bytes.begin(), bytes.end(), text.begin(), text.end());
  ASSERT_NE(place, bytes.end());
  *place = 'A';
  EXPECT_FALSE(reader.read(bytes));
  EXPECT_EQ(std::get<ClientPong>(reader.message().message).socket_addr, "Address");
  *place = 0xff;
  auto const error = reader.read(bytes);
  ASSERT_TRUE(error);
  EXPECT_EQ(*error, decode_client_to_daemon(bytes).error());
  *place = 'a';
  EXPECT_FALSE(reader.read(bytes));
  EXPECT_EQ(reader.message(), pong(1, "address"));
}

TEST(ShapeLearning, WaitsLongerAfterShapesThatNoMessageHad) {
  ShapeLearning learning;
  auto const messages_until_due = [&](std::size_t bytes) {
    int count = 1;
    while (!learning.is_due(bytes)) ++count;
    return count;
  };
  EXPECT_EQ(messages_until_due(100), 9) << "eight, each as large as the one before";
  EXPECT_EQ(messages_until_due(100), 16);
  EXPECT_EQ(messages_until_due(100), 32);
  learning.served();
  EXPECT_EQ(messages_until_due(100), 8);
  EXPECT_EQ(messages_until_due(100), 16);
  learning.served();
  EXPECT_EQ(messages_until_due(200), 9) << "another size begins anew";
}

TEST(ShapeLearning, AFewUnlikeMessagesChangeNothing) {
  ShapeLearning learning;
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(learning.is_due(100));
    if (i % 7 == 6) learning.served();
  }
}

}  // namespace
}  // namespace drydock::moor
