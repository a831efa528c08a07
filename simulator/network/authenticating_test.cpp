#include "simulator/network/security_testing.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;
using AuthenticatingTest = SecurityTest;

TEST_F(AuthenticatingTest, AReplyThatMakesNoSenseHasTheClientTryAgain) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  pass(1s);
  reply(requests().back(), "999");
  pass(1s);
  server.send(requests().back().from, frames_of({"", "1.0", "7", "200", "", "", ""}));
  pass(1s);
  server.send(requests().back().from, frames_of({"", "200"}));
  pass(1s);
  EXPECT_EQ(requests().size(), 4u);
  EXPECT_EQ(client.count<PeerDown>() + client.count<PeerUp>(), 0u);
  reply(requests().back(), "200");
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

TEST_F(AuthenticatingTest, WithoutAReplyTheHandshakeIsDroppedAfter30Seconds) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  pass(29s);
  EXPECT_EQ(requests().size(), 1u);
  pass(2s);
  ASSERT_EQ(requests().size(), 2u);
  EXPECT_EQ(client.count<PeerDown>(), 0u);
  reply(requests()[0], "400");  // Nobody waits for that one any more.
  pass(1s);
  EXPECT_FALSE(refused());
  reply(requests()[1], "200");
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
  EXPECT_EQ(requests().size(), 2u);
}

TEST_F(AuthenticatingTest, AtATemporaryFailureBothWaitUntilItTakesTooLong) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  pass(1s);
  reply(requests().back(), "300");
  pass(28s);
  EXPECT_EQ(requests().size(), 1u);
  pass(2s);
  EXPECT_EQ(requests().size(), 2u);
  EXPECT_FALSE(refused());
}

TEST_F(AuthenticatingTest, AnAuthenticatorThatComesLaterIsAsked) {
  serve();
  connect(client, curve(client_keys));
  pass(10s);
  authenticate();
  pass(1s);
  ASSERT_EQ(requests().size(), 1u);
  reply(requests()[0], "200");
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

TEST_F(AuthenticatingTest, AnAuthenticatorServesItsOwnProcessOnly) {
  Player stranger(world, "stranger");
  stranger.open("zap", binding(SocketType::router, std::string(zap_endpoint)));
  serve();
  connect(client, curve(client_keys));
  pass(10s);
  EXPECT_TRUE(stranger.received().empty());
  authenticate();
  pass(1s);
  EXPECT_TRUE(stranger.received().empty());
  EXPECT_EQ(requests().size(), 1u);
}

TEST_F(AuthenticatingTest, ASecondAuthenticatorEndsItsProcess) {
  authenticate();
  server.open("another", binding(SocketType::router, std::string(zap_endpoint)));
  EXPECT_FALSE(world.running(server.node()));
}

TEST_F(AuthenticatingTest, AProcessThatStandsStillAdmitsNobodyUntilItGoesOn) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  pass(1s);
  world.pause(server.node());
  pass(70s);  // Twice the client lost its patience, and its third attempt waits.
  EXPECT_EQ(requests().size(), 1u);
  world.resume(server.node());
  pass(1s);
  ASSERT_EQ(requests().size(), 2u);
  reply(requests()[0], "200");
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 0u);
  reply(requests()[1], "200");
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

TEST_F(AuthenticatingTest, AClientThatStandsStillIsDroppedAndComesBack) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  pass(1s);
  world.pause(client.node());
  pass(60s);
  EXPECT_EQ(requests().size(), 1u);
  world.resume(client.node());
  pass(1s);
  EXPECT_EQ(requests().size(), 2u);
}

TEST_F(AuthenticatingTest, AServerThatCrashesWhileItIsAskedIsTriedAgain) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  pass(1s);
  world.restart(server.node());
  pass(1s);
  serve();
  authenticate();
  pass(1s);
  ASSERT_EQ(requests().size(), 2u);
  server.close("s");
  serve();
  pass(1s);
  ASSERT_EQ(requests().size(), 3u);
  reply(requests()[1], "200");
  reply(requests()[2], "200");
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

TEST_F(AuthenticatingTest, AnAuthenticatorThatEndsLeavesItsClientsWaiting) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  pass(1s);
  server.close("zap");
  authenticate();
  pass(20s);
  EXPECT_EQ(requests().size(), 1u);
  pass(10s);
  EXPECT_EQ(requests().size(), 2u);
}

TEST_F(AuthenticatingTest, NobodyIsLetInWhoIsGone) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  pass(1s);
  world.crash(client.node());
  reply(requests().at(0), "200");
  EXPECT_TRUE(world.run_until_quiet(world.now() + 1h));
  EXPECT_EQ(world.network().connection_count(client.node(), server.node()), 0u);
}

}  // namespace
}  // namespace drydock::simulator
