#include "simulator/network/request_reply.hpp"

#include <gtest/gtest.h>

#include "simulator/network/test_frames.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

struct RequestReply : testing::Test {
  World world{WorldSettings{}};
  Player server{world, "server"};
  Player client{world, "client"};

  void open(SocketType binder, SocketType connector) {
    server.open("s", binding(binder, service));
    client.open("c", connecting(connector, service));
    pass(1s);
  }
  void pass(Duration time) { world.run_until(world.now() + time); }
};

TEST_F(RequestReply, ReqAndRepHideTheEnvelope) {
  open(SocketType::rep, SocketType::req);
  client.send({"c"}, frames_of({"id", "question"}));
  pass(1s);
  ASSERT_EQ(server.received().size(), 1u);
  EXPECT_EQ(server.received()[0], (Received{{"s"}, frames_of({"id", "question"})}));
  server.send({"s"}, frames_of({"answer"}));
  pass(1s);
  ASSERT_EQ(client.received().size(), 1u);
  EXPECT_EQ(client.received()[0], (Received{{"c"}, frames_of({"answer"})}));
}

TEST_F(RequestReply, ARouterShowsTheDelimiterAndARouteToAnswerOn) {
  open(SocketType::router, SocketType::req);
  client.send({"c"}, frames_of({"question"}));
  pass(1s);
  ASSERT_EQ(server.received().size(), 1u);
  EXPECT_EQ(server.received()[0].frames, frames_of({"", "question"}));
  server.send(server.received()[0].from, frames_of({"", "answer"}));
  pass(1s);
  EXPECT_EQ(client.received().back().frames, frames_of({"answer"}));
}

TEST_F(RequestReply, AReqDoesNotAskTwice) {
  open(SocketType::rep, SocketType::req);
  client.send({"c"}, frames_of({"one"}));
  client.send({"c"}, frames_of({"two"}));
  pass(1s);
  server.send({"s"}, frames_of({"answer"}));
  pass(1s);
  EXPECT_EQ(server.received().size(), 1u);
  client.send({"c"}, frames_of({"three"}));
  pass(1s);
  EXPECT_EQ(server.received().back().frames, frames_of({"three"}));
}

TEST_F(RequestReply, AReqWhosePeerIsGoneNeverGetsItsReplyNorAsksAgain) {
  open(SocketType::rep, SocketType::req);
  client.send({"c"}, frames_of({"one"}));
  pass(1s);
  world.crash(server.node());
  pass(1s);
  world.start(server.node());
  pass(1ms);
  server.open("s", binding(SocketType::rep, service));
  pass(5s);
  EXPECT_EQ(client.count<PeerUp>(), 2u);  // It is connected, and yet
  client.send({"c"}, frames_of({"two"}));
  pass(5s);
  EXPECT_EQ(server.received().size(), 1u);  // only a new socket helps.
  client.close("c");
  client.open("c", connecting(SocketType::req, service));
  client.send({"c"}, frames_of({"three"}));
  pass(1s);
  EXPECT_EQ(server.received().back().frames, frames_of({"three"}));
}

TEST_F(RequestReply, ARepServesOneAtATimeAndItsConnectionsInTurn) {
  server.open("s", binding(SocketType::rep, service));
  Player other(world, "other");
  client.open("c", connecting(SocketType::dealer, service));
  other.open("c", connecting(SocketType::dealer, service));
  pass(1s);
  for (std::string_view const text : {"a1", "a2", "a3"}) client.send({"c"}, frames_of({"", text}));
  pass(1s);
  for (std::string_view const text : {"b1", "b2"}) other.send({"c"}, frames_of({"", text}));
  pass(1s);
  ASSERT_EQ(server.received().size(), 1u);
  for (int k = 0; k < 5; ++k) {
    server.send({"s"}, frames_of({"answer"}));
    pass(1s);
  }
  std::string order;
  for (Received const& received : server.received()) {
    order += std::string(text_of(received.frames[0])) + " ";
  }
  EXPECT_EQ(order, "a1 a2 b1 a3 b2 ");
  EXPECT_EQ(client.received().size(), 3u);
  EXPECT_EQ(other.received().size(), 2u);
}

TEST_F(RequestReply, ARepDropsWhatHasNoDelimiterAndServesWhatComesNext) {
  open(SocketType::rep, SocketType::dealer);
  for (Frames const& frames : {frames_of({"bare"}), frames_of({""}), frames_of({"x", "y"}),
                               frames_of({"", "good"}), frames_of({"env", "", "two"})}) {
    client.send({"c"}, frames);
  }
  pass(1s);
  EXPECT_EQ(server.received().back().frames, frames_of({"good"}));
  server.send({"s"}, frames_of({"r"}));
  pass(1s);
  EXPECT_EQ(client.received().back().frames, frames_of({"", "r"}));
  EXPECT_EQ(server.received().back().frames, frames_of({"two"}));
  server.send({"s"}, frames_of({"r"}));
  pass(1s);
  EXPECT_EQ(client.received().back().frames, frames_of({"env", "", "r"}));
  EXPECT_EQ(server.received().size(), 2u);
}

TEST_F(RequestReply, TheAnswerToAPeerThatIsGoneGoesNowhereAndTheNextIsServed) {
  open(SocketType::rep, SocketType::req);
  client.send({"c"}, frames_of({"one"}));
  pass(1s);
  world.crash(client.node());
  pass(1s);
  Player other(world, "other");
  other.open("c", connecting(SocketType::req, service));
  other.send({"c"}, frames_of({"two"}));
  pass(1s);
  EXPECT_EQ(server.received().size(), 1u);
  server.send({"s"}, frames_of({"for one"}));
  pass(1s);
  EXPECT_EQ(server.received().size(), 2u);
  server.send({"s"}, frames_of({"for two"}));
  pass(1s);
  EXPECT_EQ(other.received().back().frames, frames_of({"for two"}));
}

TEST_F(RequestReply, WhatArrivedBeforeItsSenderVanishedIsStillServed) {
  open(SocketType::rep, SocketType::dealer);
  client.send({"c"}, frames_of({"", "one"}));
  client.send({"c"}, frames_of({"", "two"}));
  pass(1s);
  world.crash(client.node());
  pass(1s);
  server.send({"s"}, frames_of({"answer"}));
  pass(1s);
  EXPECT_EQ(server.received().back().frames, frames_of({"two"}));
}

TEST_F(RequestReply, AReplyWithoutDelimiterEndsTheConnectionForGood) {
  open(SocketType::router, SocketType::req);
  client.send({"c"}, frames_of({"question"}));
  pass(1s);
  server.send(server.received()[0].from, frames_of({"answer"}));
  pass(60s);
  EXPECT_TRUE(client.received().empty());
  EXPECT_EQ(client.count<PeerDown>(), 1u);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

TEST_F(RequestReply, AFrameAboveTheLimitEndsTheConnectionForGoodAtWhoConnected) {
  server.open("s", binding(SocketType::router, service));
  SocketSpec spec = connecting(SocketType::req, service);
  spec.frame_bytes_max = 8;
  client.open("c", spec);
  client.send({"c"}, frames_of({"question"}));
  pass(1s);
  server.send(server.received()[0].from, frames_of({"", "longer than 8"}));
  pass(60s);
  EXPECT_TRUE(client.received().empty());
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

TEST_F(RequestReply, AFrameAboveTheBindersLimitMakesItsSenderConnectAgain) {
  SocketSpec spec = binding(SocketType::router, service);
  spec.frame_bytes_max = 8;
  server.open("s", spec);
  client.open("c", connecting(SocketType::dealer, service));
  client.send({"c"}, frames_of({"longer than 8"}));
  pass(1s);
  EXPECT_TRUE(server.received().empty());
  EXPECT_EQ(client.count<PeerUp>(), 2u);
}

TEST_F(RequestReply, ALateReplyToAnAbandonedSocketReachesNobody) {
  open(SocketType::rep, SocketType::req);
  client.send({"c"}, frames_of({"one"}));
  pass(1s);
  client.close("c");
  client.open("c", connecting(SocketType::req, service));
  client.send({"c"}, frames_of({"two"}));
  pass(1s);
  server.send({"s"}, frames_of({"late, for one"}));
  pass(1s);
  EXPECT_TRUE(client.received().empty());
  server.send({"s"}, frames_of({"for two"}));
  pass(1s);
  EXPECT_EQ(client.received().back().frames, frames_of({"for two"}));
}

TEST_F(RequestReply, ADealerSpreadsOverItsPeers) {
  Player second(world, "second");
  server.open("s", binding(SocketType::router, service));
  second.open("s", binding(SocketType::router, "ipc:///tmp/second"));
  SocketSpec spec = connecting(SocketType::dealer, service);
  spec.connect.push_back("ipc:///tmp/second");
  client.open("c", spec);
  for (int k = 0; k < 6; ++k) client.send({"c"}, frames_of({"x"}));
  pass(1s);
  EXPECT_EQ(server.received().size(), 3u);
  EXPECT_EQ(second.received().size(), 3u);
}

TEST_F(RequestReply, SocketsThatDoNotTalkNeverConnect) {
  open(SocketType::pub, SocketType::req);
  pass(60s);
  EXPECT_EQ(client.count<PeerUp>(), 0u);
}

TEST_F(RequestReply, EachRunKeepsTheOrderOfAConnection) {
  open(SocketType::router, SocketType::dealer);
  for (int k = 0; k < 200; ++k) client.send({"c"}, frames_of({std::to_string(k)}));
  pass(1s);
  ASSERT_EQ(server.received().size(), 200u);
  for (int k = 0; k < 200; ++k) {
    EXPECT_EQ(text_of(server.received()[static_cast<std::size_t>(k)].frames[0]), std::to_string(k));
  }
}

}  // namespace
}  // namespace drydock::simulator
