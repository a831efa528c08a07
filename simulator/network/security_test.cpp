#include <gtest/gtest.h>

#include <string>

#include "reference/machine/zap.hpp"
#include "simulator/network/test_frames.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr char endpoint[] = "tcp://127.0.0.1:7897";

Rng key_rng{Seed{1}};
CurveKeyPair const server_keys = CurveKeyPair::generate(key_rng);
CurveKeyPair const client_keys = CurveKeyPair::generate(key_rng);
CurveKeyPair const other_keys = CurveKeyPair::generate(key_rng);

Security curve(CurveKeyPair const& keys) { return CurveClient{keys, server_keys.public_key}; }

struct SecurityTest : testing::Test {
  explicit SecurityTest(Seed seed = Seed{1}) : world(WorldSettings{.seed = seed, .network = {}}) {}

  World world;
  Player server{world, "server"};
  Player client{world, "client"};

  void serve(SocketType type, Security security) {
    SocketSpec spec = binding(type, endpoint);
    spec.security = std::move(security);
    server.open("s", spec);
  }
  void serve(bool enforce_domain = true) {
    serve(SocketType::router, CurveServer{server_keys.secret_key, "moor", enforce_domain});
  }
  void authenticate() {
    server.open("zap", binding(SocketType::router, std::string(zap_endpoint)));
  }
  void connect(Player& who, Security security, SocketType type = SocketType::dealer) {
    SocketSpec spec = connecting(type, endpoint);
    spec.security = std::move(security);
    if (type == SocketType::sub) spec.subscriptions = {""};
    who.open("c", spec);
  }
  void pass(Duration time) { world.run_until(world.now() + time); }
  /// What `socket` of `player` got.
  static std::vector<Received> received(Player const& player, SocketName socket) {
    std::vector<Received> messages = player.received();
    std::erase_if(messages, [&](Received const& one) { return one.from.socket != socket; });
    return messages;
  }
  std::vector<Received> requests() const { return received(server, "zap"); }
  void reply(Received const& request, std::string_view status, std::string_view user_id = "") {
    server.send(request.from, frames_of({"", "1.0", "1", status, "because", user_id, ""}));
  }
  bool refused() const {
    for (Player::Seen const& seen : client.seen()) {
      if (seen.input == Input{PeerDown{{"c"}, true}}) return true;
    }
    return false;
  }
};

TEST_F(SecurityTest, AnAuthenticatorIsAskedAsLibzmqAsks) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  pass(1s);
  ASSERT_EQ(requests().size(), 1u);
  Frames expected = frames_of({"", "1.0", "1", "moor", "127.0.0.1", "", "CURVE"});
  auto const& key = client_keys.public_key.bytes;
  expected.emplace_back(key.begin(), key.end());
  EXPECT_EQ(requests()[0].frames, expected);
  EXPECT_EQ(client.count<PeerUp>(), 0u);
}

TEST_F(SecurityTest, WhoIsAdmittedSendsUnderTheirName) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  client.send({"c"}, frames_of({"early"}));
  pass(1s);
  reply(requests().at(0), "200", "one");
  pass(1s);
  client.send({"c"}, frames_of({"late"}));
  pass(1s);
  std::vector<Received> const messages = received(server, "s");
  ASSERT_EQ(messages.size(), 2u);
  for (Received const& message : messages) EXPECT_EQ(message.user_id, "one");
  server.send(messages[0].from, frames_of({"hello"}));
  pass(1s);
  ASSERT_EQ(client.received().size(), 1u);
  EXPECT_EQ(client.received()[0].user_id, "");
  EXPECT_EQ(client.count<PeerUp>(), 1u);
}

TEST_F(SecurityTest, AReplySocketNamesWhoAsksEachTime) {
  serve(SocketType::rep, CurveServer{server_keys.secret_key, "moor"});
  server.open("zap", binding(SocketType::rep, std::string(zap_endpoint)));
  Player other(world, "other");
  connect(client, curve(client_keys), SocketType::req);
  connect(other, curve(other_keys), SocketType::req);
  pass(1s);
  for (std::string_view const user_id : {"first", "second"}) {
    ASSERT_FALSE(requests().empty());
    EXPECT_EQ(requests().back().frames.size(), 7u);  // A REP takes the delimiter.
    server.send({"zap"}, frames_of({"1.0", "1", "200", "OK", user_id, ""}));
    pass(1s);
  }
  bool const client_first = requests()[0].frames[6] == Frame(client_keys.public_key.bytes.begin(),
                                                             client_keys.public_key.bytes.end());
  for (Player* const asking : {&client, &other, &client}) {
    asking->send({"c"}, frames_of({"?"}));
    pass(1s);
    EXPECT_EQ(received(server, "s").back().user_id,
              (asking == &client) == client_first ? "first" : "second");
    server.send({"s"}, frames_of({"!"}));
    pass(1s);
  }
}

TEST_F(SecurityTest, ASubscriberIsAdmittedLikeAnyOther) {
  serve(SocketType::xpub, CurveServer{server_keys.secret_key, "moor"});
  authenticate();
  connect(client, curve(client_keys), SocketType::sub);
  pass(1s);
  server.send({"s"}, frames_of({"too early"}));
  reply(requests().at(0), "200", "one");
  pass(1s);
  server.send({"s"}, frames_of({"news"}));
  pass(1s);
  ASSERT_EQ(received(server, "s").size(), 1u);
  EXPECT_EQ(received(server, "s")[0].user_id, "one");
  ASSERT_EQ(client.received().size(), 1u);
  EXPECT_EQ(client.received()[0].frames, frames_of({"news"}));
}

TEST_F(SecurityTest, WhoIsRefusedIsToldOnceAndNeverTriesAgain) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  client.send({"c"}, frames_of({"lost"}));
  pass(1s);
  reply(requests().at(0), "400");
  EXPECT_TRUE(world.run_until_quiet(world.now() + 1h));
  EXPECT_TRUE(refused());
  EXPECT_EQ(client.count<PeerDown>(), 1u);
  EXPECT_EQ(requests().size(), 1u);
  client.send({"c"}, frames_of({"nobody takes it"}));
  client.close("c");
  connect(client, curve(client_keys));
  pass(1s);
  reply(requests().at(1), "200", "one");
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
  EXPECT_TRUE(received(server, "s").empty());
}

TEST_F(SecurityTest, AReplyThatMakesNoSenseHasTheClientTryAgain) {
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

TEST_F(SecurityTest, WithoutAReplyTheHandshakeIsDroppedAfter30Seconds) {
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

TEST_F(SecurityTest, AtATemporaryFailureBothWaitUntilItTakesTooLong) {
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

TEST_F(SecurityTest, WithTheWrongKeysNobodyIsAskedAndTheClientTriesForEver) {
  serve();
  authenticate();
  connect(client, CurveClient{client_keys, other_keys.public_key});
  Player forger(world, "forger");
  connect(forger,
          CurveClient{{client_keys.public_key, other_keys.secret_key}, server_keys.public_key});
  pass(1h);
  EXPECT_TRUE(requests().empty());
  EXPECT_EQ(client.count<PeerUp>() + client.count<PeerDown>(), 0u);
  EXPECT_EQ(forger.count<PeerUp>() + forger.count<PeerDown>(), 0u);
  server.close("s");
  serve(SocketType::router, CurveServer{other_keys.secret_key, "moor"});
  pass(1s);
  EXPECT_EQ(requests().size(), 1u);
}

TEST_F(SecurityTest, WithoutAnAuthenticatorTheDomainIsEnforcedOrEverybodyIsServed) {
  serve();
  connect(client, curve(client_keys));
  pass(60s);
  EXPECT_EQ(client.count<PeerUp>() + client.count<PeerDown>(), 0u);
  server.close("s");
  serve(false);
  pass(1s);
  EXPECT_EQ(client.count<PeerUp>(), 1u);
  client.send({"c"}, frames_of({"?"}));
  pass(1s);
  ASSERT_EQ(server.received().size(), 1u);
  EXPECT_EQ(server.received()[0].user_id, "");
}

TEST_F(SecurityTest, AnAuthenticatorThatComesLaterIsAsked) {
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

TEST_F(SecurityTest, AnAuthenticatorServesItsOwnProcessOnly) {
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

TEST_F(SecurityTest, ASecondAuthenticatorEndsItsProcess) {
  authenticate();
  server.open("another", binding(SocketType::router, std::string(zap_endpoint)));
  EXPECT_FALSE(world.running(server.node()));
}

TEST_F(SecurityTest, AProcessThatStandsStillAdmitsNobodyUntilItGoesOn) {
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

TEST_F(SecurityTest, AClientThatStandsStillIsDroppedAndComesBack) {
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

TEST_F(SecurityTest, AServerThatCrashesWhileItIsAskedIsTriedAgain) {
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

TEST_F(SecurityTest, AnAuthenticatorThatEndsLeavesItsClientsWaiting) {
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

TEST_F(SecurityTest, NobodyIsLetInWhoIsGone) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  pass(1s);
  world.crash(client.node());
  reply(requests().at(0), "200");
  EXPECT_TRUE(world.run_until_quiet(world.now() + 1h));
  EXPECT_EQ(world.network().connection_count(client.node(), server.node()), 0u);
}

TEST_F(SecurityTest, AConnectionLivesOnWhateverTheAuthenticatorSaysLater) {
  serve();
  authenticate();
  connect(client, curve(client_keys));
  pass(1s);
  reply(requests().at(0), "200", "one");
  pass(1s);
  reply(requests().at(0), "400");
  pass(60s);
  client.send({"c"}, frames_of({"still here"}));
  pass(1s);
  ASSERT_EQ(received(server, "s").size(), 1u);
  EXPECT_EQ(client.count<PeerDown>(), 0u);
  world.network().disconnect(client.node(), server.node());
  pass(1s);
  EXPECT_EQ(requests().size(), 2u);  // A new connection is a new question.
}

/// After how many attempts a client that speaks another mechanism gives up.
class Mismatch : public SecurityTest, public testing::WithParamInterface<std::uint64_t> {
 protected:
  Mismatch() : SecurityTest(Seed{GetParam()}) {}
};
INSTANTIATE_TEST_SUITE_P(Seeds, Mismatch, testing::Range<std::uint64_t>(1, 21));

TEST_P(Mismatch, NoMessagePassesAndSoonerOrLaterTheClientGivesUp) {
  bool const server_is_plain = GetParam() % 2 == 0;
  if (server_is_plain) {
    serve(SocketType::router, Plain{});
    connect(client, curve(client_keys));
  } else {
    serve();
    connect(client, Plain{});
  }
  authenticate();
  client.send({"c"}, frames_of({"?"}));
  EXPECT_TRUE(world.run_until_quiet(world.now() + 1h));
  EXPECT_EQ(client.seen().size(), 1u);  // It was started.
  EXPECT_TRUE(server.received().empty());
}

TEST(MismatchedMechanisms, SomeClientsTryAgainInTimeForAServerThatChanges) {
  int served = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    World world(WorldSettings{.seed = Seed{seed}, .network = {}});
    Player server(world, "server");
    Player client(world, "client");
    SocketSpec spec = binding(SocketType::router, endpoint);
    spec.security = CurveServer{server_keys.secret_key, "moor"};
    server.open("s", spec);
    client.open("c", connecting(SocketType::dealer, endpoint));
    world.run_until(world.now() + 50ms);  // The first attempt is over, the next has not begun.
    server.close("s");
    server.open("s", binding(SocketType::router, endpoint));
    world.run_until(world.now() + 10s);
    served += client.count<PeerUp>() == 1 ? 1 : 0;
  }
  EXPECT_GT(served, 10);
  EXPECT_LT(served, 30);
}

}  // namespace
}  // namespace drydock::simulator
