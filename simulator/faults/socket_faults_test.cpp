#include "simulator/faults/fault_testing.hpp"
#include "simulator/faults/odd_message.hpp"
#include "simulator/network/security_testing.hpp"

// What befalls sockets.

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

struct SocketFaults : testing::Test {
  World world{WorldSettings{}};
  Player server{world, "server"};
  Player client{world, "client"};

  void pass(Duration time) { world.run_until(world.now() + time); }
  void play(SocketType binds, SocketSpec connects) {
    server.open("s", binding(binds, service));
    client.open("c", std::move(connects));
    pass(1s);
  }
  void play(SocketType binds, SocketType connects) { play(binds, connecting(connects, service)); }
  void publish(char const* text) { server.send({"s"}, frames_of({text})); }
  void ask(char const* text) { client.send({"c"}, frames_of({text})); }
  std::string heard() {
    std::string all;
    for (Received const& one : client.received()) all += text_of(one.frames.back());
    return all;
  }
};

TEST_F(SocketFaults, ASlowJoinerMissesWhatIsPublishedBeforeItsSubscriptionCounts) {
  EXPECT_EQ(give(world, "slow-joiner client -> server 2s"), "");
  play(SocketType::pub, subscribing(service, ""));
  publish("a");
  pass(2s);
  publish("b");
  pass(1s);
  EXPECT_EQ(heard(), "b");
}

TEST_F(SocketFaults, ALostSubscriptionIsSentAgain) {
  play(SocketType::pub, subscribing(service, ""));
  EXPECT_EQ(give(world, "lose-subscription client c"), "");
  publish("a");
  pass(1s);
  publish("b");
  pass(1s);
  EXPECT_EQ(heard(), "b");
  EXPECT_EQ(client.count<PeerDown>(), 1u);
}

TEST_F(SocketFaults, AFullPublisherDrops) {
  play(SocketType::pub, subscribing(service, ""));
  EXPECT_EQ(give(world, "fill-publisher server s"), "");
  publish("a");
  pass(1s);
  EXPECT_EQ(give(world, "drain-publisher server s"), "");
  publish("b");
  pass(1s);
  EXPECT_EQ(heard(), "b");
}

TEST_F(SocketFaults, AFullSubscriberLosesNothingUntilItsPublisherIsFullToo) {
  play(SocketType::pub, subscribing(service, ""));
  EXPECT_EQ(give(world, "fill-subscriber client c"), "");
  publish("a");
  publish("b");
  pass(1s);
  EXPECT_EQ(heard(), "");
  EXPECT_EQ(give(world, "drain-subscriber client c"), "");
  pass(1s);
  EXPECT_EQ(heard(), "ab");
}

TEST_F(SocketFaults, AFullDealerCannotSend) {
  play(SocketType::router, SocketType::dealer);
  EXPECT_EQ(give(world, "fill-dealer client c"), "");
  ask("a");
  EXPECT_EQ(give(world, "drain-dealer client c"), "");
  ask("b");
  pass(1s);
  ASSERT_EQ(server.received().size(), 1u);
  EXPECT_EQ(server.received()[0].frames, frames_of({"b"}));
}

TEST_F(SocketFaults, AFullRouterDropsTheReplyAndARequestStaysLocked) {
  play(SocketType::rep, SocketType::req);
  ask("a");
  pass(1s);
  EXPECT_EQ(give(world, "fill-router server s"), "");
  publish("reply");
  EXPECT_EQ(give(world, "drain-router server s"), "");
  ask("b");
  pass(1s);
  EXPECT_EQ(heard(), "");
  EXPECT_EQ(server.received().size(), 1u);
}

TEST_F(SocketFaults, AReplyIsLostWithItsConnectionAndARequestStaysLocked) {
  play(SocketType::rep, SocketType::req);
  EXPECT_EQ(give(world, "lose-reply client c"), "");
  ask("a");
  pass(1s);
  publish("reply");
  pass(1s);
  EXPECT_EQ(heard(), "");
  EXPECT_EQ(client.count<PeerDown>(), 1u);
  EXPECT_EQ(client.count<PeerUp>(), 2u);
  ask("b");
  pass(1s);
  EXPECT_EQ(server.received().size(), 1u);
}

TEST_F(SocketFaults, ALateReplyArrivesLate) {
  play(SocketType::rep, SocketType::req);
  EXPECT_EQ(give(world, "late-reply client c 5s"), "");
  ask("a");
  pass(1s);
  publish("reply");
  pass(4s);
  EXPECT_EQ(heard(), "");
  pass(2s);
  EXPECT_EQ(heard(), "reply");
}

TEST_F(SocketFaults, WhoStealsAPathGetsWhoComesAndThePathIsGoneWithIt) {
  play(SocketType::router, SocketType::dealer);
  EXPECT_EQ(give(world, "steal server s"), "");
  ask("old connections stay");
  pass(1s);
  EXPECT_EQ(server.received().size(), 1u);
  give(world, "disconnect client server");
  pass(1s);
  ask("to the thief");
  pass(1s);
  EXPECT_EQ(server.received().size(), 1u);
  EXPECT_EQ(give(world, "end-thief server"), "");
  pass(10s);
  EXPECT_EQ(client.count<PeerUp>(), 2u);
  heal_everything(world);
  EXPECT_TRUE(world.running(server.node()));
}

TEST_F(SocketFaults, WhoStopsUnheardLosesItsLastWords) {
  play(SocketType::router, SocketType::dealer);
  EXPECT_EQ(give(world, "stop-unheard client"), "");
  pass(0s);
  ask("farewell");
  client.perform(Exit{0, "stopped"});
  pass(1s);
  EXPECT_EQ(server.received().size(), 0u);
}

TEST_F(SocketFaults, AStalledHandshakeIsGivenUpAfter30SecondsAndTriedAgain) {
  EXPECT_EQ(give(world, "stall-handshakes server"), "");
  play(SocketType::router, SocketType::dealer);
  pass(100s);
  EXPECT_EQ(client.count<PeerUp>(), 0u);
  EXPECT_EQ(give(world, "end-stall server"), "");
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

TEST_F(SocketFaults, StrangersSendWhatNoPeerWould) {
  play(SocketType::router, SocketType::dealer);
  EXPECT_EQ(give(world, "odd-count server s 0"), "");
  EXPECT_EQ(give(world, "odd-count server s 3"), "");
  EXPECT_EQ(give(world, "odd-delimiter server s 1"), "");
  EXPECT_EQ(give(world, "odd-size server s 100000"), "");
  EXPECT_EQ(give(world, "flood server s 10"), "");
  pass(1s);
  std::vector<Received> const seen = server.received();
  ASSERT_EQ(seen.size(), 14u);
  EXPECT_EQ(seen[0].frames, Frames{Frame{}});
  EXPECT_EQ(seen[1].frames.size(), 4u);
  EXPECT_FALSE(seen[2].frames.front().empty());
  EXPECT_EQ(seen[3].frames.back().size(), 100'000u);
  EXPECT_EQ(give(world, "odd-count server s 10001"), "column 20: '10001' is not from 0 to 10000");
  heal_everything(world);
  EXPECT_FALSE(world.running(*world.find("stranger-at-server-s")));
}

TEST_F(SocketFaults, AnOddMessageIsAStrangersWhereASocketReplies) {
  play(SocketType::rep, SocketType::req);
  EXPECT_TRUE(say_odd(world, server.node(), "s", frames_of({"", "odd"})));
  pass(1s);
  ASSERT_EQ(server.received().size(), 1u);
  EXPECT_EQ(server.received()[0].frames, frames_of({"odd"}));
  publish("reply to the stranger");
  pass(1s);
  EXPECT_EQ(heard(), "");
}

TEST_F(SocketFaults, AnOddMessageIsItsOwnWhereASocketPublishes) {
  play(SocketType::pub, subscribing(service, ""));
  EXPECT_TRUE(say_odd(world, server.node(), "s", frames_of({"odd"})));
  pass(1s);
  EXPECT_EQ(heard(), "odd");
  world.pause(server.node());
  EXPECT_FALSE(say_odd(world, server.node(), "s", frames_of({"odd"})));
}

TEST_F(SocketFaults, AnOddMessageStandsInPlaceOfTheNextReplyWhereASocketAsks) {
  play(SocketType::rep, SocketType::req);
  EXPECT_TRUE(say_odd(world, client.node(), "c", frames_of({"", "odd"})));
  for (char const* question : {"a", "b"}) {
    ask(question);
    pass(1s);
    publish("even");
    pass(1s);
  }
  EXPECT_EQ(heard(), "oddeven");
  EXPECT_EQ(client.count<PeerDown>(), 0u);
}

TEST_F(SocketFaults, NothingOddIsSaidToASubscriberOrToNobody) {
  play(SocketType::pub, subscribing(service, ""));
  EXPECT_FALSE(say_odd(world, client.node(), "c", frames_of({"odd"})));
  EXPECT_FALSE(say_odd(world, client.node(), "none", frames_of({"odd"})));
}

TEST_F(SocketFaults, WhatIsNotThereIsNotedAndChangesNothing) {
  for (char const* fault : {"fill-publisher client x", "lose-subscription client x",
                            "steal client x", "flood client x 1"}) {
    EXPECT_EQ(give(world, fault), "");
  }
  EXPECT_EQ(give(world, "fill-publisher nobody s"), "column 16: there is no node 'nobody'");
  EXPECT_EQ(world.node_count(), 2u);
}

using KeyFaults = SecurityTest;

TEST_F(KeyFaults, WhoIsRefusedOnceNeverTriesAgain) {
  serve();
  authenticate();
  EXPECT_EQ(give(world, "refuse-key client"), "");
  connect(client, curve(client_keys));
  pass(1s);
  reply(requests().back(), "200");
  pass(1h);
  EXPECT_TRUE(refused());
  EXPECT_EQ(requests().size(), 1u);
  client.close("c");
  connect(client, curve(client_keys));
  pass(1s);
  reply(requests().back(), "200");
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

TEST_F(KeyFaults, WithoutAnAuthenticatorNobodyComesInUntilItIsBack) {
  serve();
  authenticate();
  EXPECT_EQ(give(world, "authenticator-absent server"), "");
  connect(client, curve(client_keys));
  pass(10s);
  EXPECT_EQ(requests().size(), 0u);
  EXPECT_EQ(give(world, "authenticator-back server"), "");
  pass(1s);
  reply(requests().back(), "200");
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

}  // namespace
}  // namespace drydock::simulator
