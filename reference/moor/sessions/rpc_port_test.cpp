#include "reference/moor/sessions/rpc_port.hpp"

#include <gtest/gtest.h>

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"

namespace drydock::moor::sessions {
namespace {

constexpr PeerId peer{"rpc", Route{7}};

Frames after_delimiter(Frames frames) {
  frames.insert(frames.begin(), Frame{});
  return frames;
}

struct RpcPortTest : testing::Test {
  std::optional<ReplyAddress> read(Frames frames) {
    return port.read(Received{peer, std::move(frames)}, requests, out);
  }
  /// The one reply that was sent; fails the test where it is no failure.
  RpcMessageError refusal() {
    auto const* send = out.empty() ? nullptr : std::get_if<Send>(&out.back());
    if (send == nullptr) return {};
    EXPECT_EQ(send->to, peer);
    EXPECT_EQ(send->frames.size(), 2u);
    auto const result = decode_reply_result(send->frames.back());
    return std::get<Failure>(result.value().result).error;
  }

  RpcPort port{RpcPort::Settings{}};
  RequestReader requests;
  Outbox out;
};

TEST_F(RpcPortTest, AClientsRequestComesWithItsId) {
  HostClientToDaemonMessage const detach{Detach{{"token"}, true}};
  auto const frames = request_frames(Uuid{{1}}, detach);
  EXPECT_EQ(read(after_delimiter(frames.value())), (ReplyAddress{peer, Frames{Frame{}}}));
  EXPECT_FALSE(requests.is_hosts());
  EXPECT_EQ(requests.client_id(), Uuid{{1}});
  EXPECT_EQ(requests.of_client(), detach);
}

TEST_F(RpcPortTest, AHostsRequestComesWithItsToken) {
  HostToDaemonMessage const features{GetServerFeatures{}};
  auto const frames = request_frames(Uuid{{2}}, features, "v4");
  EXPECT_TRUE(read(after_delimiter(frames.value())).has_value());
  EXPECT_TRUE(requests.is_hosts());
  EXPECT_EQ(requests.of_host(), (HostToDaemonMsg{Uuid{{2}}, features, "v4"}));
}

// DC-02.
TEST_F(RpcPortTest, OtherThanTwoFramesAreRefused) {
  for (std::size_t const count : {1u, 3u, 5u}) {
    EXPECT_FALSE(read(after_delimiter(Frames(count, Frame{1}))).has_value());
    EXPECT_EQ(refusal().error_code, RpcMessageErrorCode::invalid_request);
    EXPECT_EQ(refusal().message, "Incorrect message length");
  }
}

// Hosts 1.7, row 1: there is nobody to answer.
TEST_F(RpcPortTest, WithoutDelimiterThereIsNoAnswer) {
  EXPECT_FALSE(read({Frame{1}, Frame{2}}).has_value());
  EXPECT_FALSE(read({Frame{}}).has_value());
  EXPECT_EQ(refusal(), RpcMessageError{});
}

TEST_F(RpcPortTest, TheEnvelopeOfAProxyIsKeptForTheReply) {
  auto frames =
      after_delimiter(request_frames(Uuid{{2}}, HostToDaemonMessage{GetServerFeatures{}}).value());
  frames.insert(frames.begin(), Frame{9, 9});
  port.accept(read(frames).value(), DaemonToHostAck{}, out);
  Frames const& sent = std::get<Send>(out.back()).frames;
  ASSERT_EQ(sent.size(), 3u);
  EXPECT_EQ(sent[0], (Frame{9, 9}));
  EXPECT_TRUE(sent[1].empty());
}

// V-03, HQ-43.
TEST_F(RpcPortTest, AReplyThatCannotBeSentBecomesAnError) {
  port.accept({peer, Frames{Frame{}}}, EvalResult{Var{Lambda{}}}, out);
  EXPECT_EQ(refusal().error_code, RpcMessageErrorCode::internal_error);
}

}  // namespace
}  // namespace drydock::moor::sessions
