#include <gtest/gtest.h>

#include "simulator/network/test_frames.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

struct Connecting : testing::Test {
  World world{WorldSettings{}};
  Player server{world, "server"};
  Player client{world, "client"};

  void bind() { server.open("s", binding(SocketType::router, service)); }
  void connect() { client.open("c", connecting(SocketType::dealer, service)); }
  void pass(Duration time) { world.run_until(world.now() + time); }
};

TEST_F(Connecting, AConnectBeforeTheBindWorksAndKeepsWhatWasSent) {
  connect();
  client.send({"c"}, frames_of({"early"}));
  pass(10s);
  EXPECT_EQ(client.count<PeerUp>(), 0u);
  bind();
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
  ASSERT_EQ(server.received().size(), 1u);
  EXPECT_EQ(server.received()[0].frames, frames_of({"early"}));
}

TEST_F(Connecting, AttemptsComeBetween100And200MillisecondsApart) {
  connect();
  pass(10s);
  std::uint64_t const before = world.events();
  pass(100s);
  std::uint64_t const attempts = world.events() - before;
  EXPECT_GT(attempts, 500u);
  EXPECT_LT(attempts, 1000u);
}

TEST_F(Connecting, WithAMaximumTheDelaysDouble) {
  SocketSpec spec = connecting(SocketType::dealer, service);
  spec.reconnect_max = 10s;
  client.open("c", spec);
  pass(100s);
  std::uint64_t const before = world.events();
  pass(1000s);
  std::uint64_t const attempts = world.events() - before;
  EXPECT_GE(attempts, 97u);
  EXPECT_LE(attempts, 101u);
}

TEST_F(Connecting, ALostConnectionLosesWhatWasOnItsWayAndIsMadeAgain) {
  bind();
  connect();
  pass(1s);
  client.send({"c"}, frames_of({"lost"}));
  EXPECT_TRUE(world.network().disconnect(client.node(), server.node()));
  EXPECT_FALSE(world.network().disconnect(client.node(), server.node()));
  client.send({"c"}, frames_of({"kept"}));
  pass(1s);
  EXPECT_EQ(client.count<PeerDown>(), 1u);
  EXPECT_EQ(client.count<PeerUp>(), 2u);
  ASSERT_EQ(server.received().size(), 1u);
  EXPECT_EQ(server.received()[0].frames, frames_of({"kept"}));
}

TEST_F(Connecting, ARouteEndsWithItsConnection) {
  bind();
  connect();
  pass(1s);
  client.send({"c"}, frames_of({"one"}));
  pass(1s);
  world.network().disconnect(client.node(), server.node());
  pass(1s);
  client.send({"c"}, frames_of({"two"}));
  pass(1s);
  ASSERT_EQ(server.received().size(), 2u);
  EXPECT_NE(server.received()[0].from, server.received()[1].from);
  server.send(server.received()[0].from, frames_of({"nobody"}));
  server.send(server.received()[1].from, frames_of({"somebody"}));
  pass(1s);
  ASSERT_EQ(client.received().size(), 1u);
  EXPECT_EQ(client.received()[0].frames, frames_of({"somebody"}));
}

TEST_F(Connecting, ACutHoldsBackAndAMendLetsGo) {
  bind();
  connect();
  pass(1s);
  world.network().cut(client.node(), server.node());
  client.send({"c"}, frames_of({"held"}));
  client.send({"c"}, frames_of({"too"}));
  pass(60s);
  EXPECT_TRUE(server.received().empty());
  EXPECT_EQ(client.count<PeerDown>(), 0u);
  world.network().mend_all();
  pass(1s);
  ASSERT_EQ(server.received().size(), 2u);
  EXPECT_EQ(server.received()[0].frames, frames_of({"held"}));
}

TEST_F(Connecting, ACutOneWayLetsTheOtherWayThrough) {
  bind();
  connect();
  pass(1s);
  client.send({"c"}, frames_of({"hello"}));
  pass(1s);
  world.network().cut(client.node(), server.node());
  server.send(server.received()[0].from, frames_of({"through"}));
  client.send({"c"}, frames_of({"held"}));
  pass(1s);
  EXPECT_EQ(client.received().size(), 1u);
  EXPECT_EQ(server.received().size(), 1u);
}

TEST_F(Connecting, NobodyConnectsAcrossACut) {
  bind();
  world.network().cut(server.node(), client.node());
  connect();
  pass(10s);
  EXPECT_EQ(client.count<PeerUp>(), 0u);
  world.network().mend(server.node(), client.node());
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

TEST_F(Connecting, TheNewsOfACrashWaitsBehindACut) {
  bind();
  connect();
  pass(1s);
  world.network().cut(server.node(), client.node());
  world.crash(server.node());
  pass(60s);
  EXPECT_EQ(client.count<PeerDown>(), 0u);
  world.network().mend_all();
  pass(1s);
  EXPECT_EQ(client.count<PeerDown>(), 1u);
}

TEST_F(Connecting, ACrashLosesWhatWasOnItsWay) {
  bind();
  connect();
  pass(1s);
  client.send({"c"}, frames_of({"lost"}));
  world.crash(client.node());
  pass(1s);
  EXPECT_TRUE(server.received().empty());
}

TEST_F(Connecting, AnOrderlyEndLetsWhatIsOnItsWayArrive) {
  bind();
  connect();
  pass(1s);
  client.send({"c"}, frames_of({"last words"}));
  client.close("c");
  pass(1s);
  EXPECT_EQ(server.received().size(), 1u);
}

TEST_F(Connecting, ClosingASocketLosesWhatWaitsForAConnection) {
  connect();
  client.send({"c"}, frames_of({"never"}));
  client.close("c");
  bind();
  connect();
  pass(5s);
  EXPECT_TRUE(server.received().empty());
}

TEST_F(Connecting, AHandshakeWithAPausedProcessWaitsForIt) {
  bind();
  world.pause(server.node());
  connect();
  pass(10s);
  EXPECT_EQ(client.count<PeerUp>(), 0u);
  world.resume(server.node());
  pass(10ms);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

TEST_F(Connecting, AHandshakeWithAPausedProcessThatIsThenKilledIsTriedAgain) {
  bind();
  world.pause(server.node());
  connect();
  pass(10s);
  world.restart(server.node());
  pass(1ms);
  bind();
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

TEST_F(Connecting, ASecondBinderStealsAnIpcPathForNewConnections) {
  bind();
  connect();
  pass(1s);
  Player thief(world, "thief");
  thief.open("s", binding(SocketType::router, service));
  Player newcomer(world, "newcomer");
  newcomer.open("c", connecting(SocketType::dealer, service));
  client.send({"c"}, frames_of({"old"}));
  newcomer.send({"c"}, frames_of({"new"}));
  pass(1s);
  EXPECT_EQ(server.received().size(), 1u);
  EXPECT_EQ(thief.received().size(), 1u);
  // With the thief goes the path, although the first still listens.
  thief.close("s");
  pass(5s);
  EXPECT_EQ(newcomer.count<PeerDown>(), 1u);
  EXPECT_EQ(newcomer.count<PeerUp>(), 1u);
}

TEST_F(Connecting, OnlyAMessageThatOutlivesTheHighWaterMarkIsRefused) {
  SocketSpec spec = connecting(SocketType::dealer, service);
  spec.send_high_water_mark = 3;
  client.open("c", spec);
  for (std::string_view const text : {"1", "2", "3", "4", "5"}) {
    client.send({"c"}, frames_of({text}));
  }
  bind();
  pass(1s);
  ASSERT_EQ(server.received().size(), 3u);
  EXPECT_EQ(server.received()[2].frames, frames_of({"3"}));
}

TEST_F(Connecting, AnAddressThatIsTakenEndsWhoCannotBeWithoutItAndIsToldToOthers) {
  SocketSpec spec = binding(SocketType::rep, "tcp://127.0.0.1:7777");
  server.open("s", spec);
  client.open("c", spec);
  pass(1s);
  EXPECT_FALSE(world.running(client.node()));
  Player other(world, "other");
  spec.required = false;
  other.open("c", spec);
  pass(1s);
  EXPECT_TRUE(world.running(other.node()));
  EXPECT_EQ(other.seen().back().input, Input(PeerDown{{"c"}}));
  other.open("c", binding(SocketType::rep, service));  // The name is free again.
  pass(1s);
  EXPECT_EQ(other.count<PeerDown>(), 1u);
  Player asker(world, "asker");
  asker.open("c", connecting(SocketType::req, service));
  pass(1s);
  EXPECT_EQ(asker.count<PeerUp>(), 1u);
}

}  // namespace
}  // namespace drydock::simulator
