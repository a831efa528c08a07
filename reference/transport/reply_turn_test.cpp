#include "reference/transport/reply_turn.hpp"

#include <gtest/gtest.h>

#include "reference/transport/socket.hpp"
#include "reference/transport/tcp_peer.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::transport {
namespace {

using Texts = std::vector<std::string>;

TEST(ReplyTurn, ARequestIsWhatFollowsTheFirstDelimiterAndItsAnswerGoesTheSameWay) {
  ReplyTurn turn;
  auto const request = turn.take(frames_of({"peer", "hop", "", "a", "", "b"}));
  ASSERT_TRUE(request);
  EXPECT_EQ(texts_of(*request), (Texts{"a", "", "b"}));
  EXPECT_TRUE(turn.owes_answer());
  EXPECT_EQ(texts_of(turn.take_envelope()), (Texts{"peer", "hop", ""}));
  EXPECT_FALSE(turn.owes_answer());
}

TEST(ReplyTurn, WhatHasNoDelimiterOrNothingBehindItIsIgnored) {
  ReplyTurn turn;
  for (Texts const& message : {Texts{}, {"peer"}, {"peer", "bare"}, {"peer", ""}, {"", "bare"}}) {
    EXPECT_FALSE(turn.take(frames_of(message)));
    EXPECT_FALSE(turn.owes_answer());
  }
}

/// A REP that answers "hold" only when somebody tells it to "release".
class Holding : public testing::Test {
 protected:
  void open(Outbox& out) {
    SocketSpec spec;
    spec.type = SocketType::rep;
    spec.bind = {rep_};
    spec.security = Plain{.by_protocol = true};
    out.emplace_back(OpenSocket{"rep", spec});
    spec.bind = {control_};
    out.emplace_back(OpenSocket{"control", spec});
  }

  std::string rep_ = free_tcp_endpoint();
  TemporaryDirectory directory_;
  std::string control_ = directory_.ipc("control");
  Frames const hold_ = frames_of({"hold"});
  Script machine_{[this](VirtualTime, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) open(out);
    if (std::holds_alternative<StopRequested>(input)) out.emplace_back(Exit{0, "told to"});
    auto const* received = std::get_if<Received>(&input);
    if (received == nullptr || received->frames == hold_) return;
    out.emplace_back(Send{received->from, received->frames});
    if (received->from.socket == "control") out.emplace_back(Send{{"rep"}, hold_});
  }};
};

TEST_F(Holding, GarbageWhoseSenderIsGoneCostsNobodyElsesAnswer) {
  Running const running{machine_};
  RawSocket first{ZMQ_REQ};
  first.connect(rep_);
  first.send({"hold"});
  ASSERT_TRUE(machine_.wait_for(Received{{"rep"}, hold_}));
  using namespace std::string_literals;
  TcpPeer garbage{rep_};  // ZMTP/1.0: an empty routing id, then one frame and no delimiter.
  garbage.send("\x01\x00\x02\x00x"s);
  garbage.end_writing();
  ASSERT_TRUE(garbage.closed());
  RawSocket releasing{ZMQ_REQ};
  releasing.connect(control_);
  releasing.send({"release"});
  EXPECT_EQ(first.receive(), Texts{"hold"});
  for (Texts const& question : {Texts{"served?"}, Texts{"and now?"}}) {
    RawSocket next{ZMQ_REQ};
    next.connect(rep_);
    next.send(question);
    EXPECT_EQ(next.receive(), question);
  }
}

}  // namespace
}  // namespace drydock::transport
