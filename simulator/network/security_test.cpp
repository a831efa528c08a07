#include "simulator/network/security_testing.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

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
    SocketSpec spec = binding(SocketType::router, SecurityTest::endpoint);
    spec.security = CurveServer{server_keys.secret_key, "moor"};
    server.open("s", spec);
    client.open("c", connecting(SocketType::dealer, SecurityTest::endpoint));
    world.run_until(world.now() + 50ms);  // The first attempt is over, the next has not begun.
    server.close("s");
    server.open("s", binding(SocketType::router, SecurityTest::endpoint));
    world.run_until(world.now() + 10s);
    served += client.count<PeerUp>() == 1 ? 1 : 0;
  }
  EXPECT_GT(served, 10);
  EXPECT_LT(served, 30);
}

}  // namespace
}  // namespace drydock::simulator
