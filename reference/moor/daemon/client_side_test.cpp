// A daemon's client side as the daemon joins it: its keys, its files, its sockets.
#include <gtest/gtest.h>

#include <memory>

#include "reference/moor/daemon/daemon.hpp"
#include "reference/moor/daemon/test_strict_daemon.hpp"
#include "reference/moor/sessions/test_sessions.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::moor::daemon {
namespace {

using namespace std::chrono_literals;
using sessions::code_of;
using sessions::TestTasks;
using Code = RpcMessageErrorCode;

Uuid const a = Uuid::parse("00112233-4455-6677-8899-aabbccddeeff").value();

Uuid const host = Uuid::parse("00112233-4455-4677-8899-aabbccddeeff").value();
Uuid const other_host = Uuid::parse("00112233-4455-4677-8899-aabbccddee00").value();

/// The seed of hosts 7.3.
token::SecretKey vector_key() {
  std::array<std::uint8_t, 32> seed{};
  for (std::size_t at = 0; at < seed.size(); ++at) seed[at] = static_cast<std::uint8_t>(at);
  return token::SecretKey::from_seed(seed);
}

/// A daemon with files and records, and whoever speaks to its client side.
class ClientSide {
 public:
  explicit ClientSide(Settings settings = {}) : settings_(std::move(settings)) {
    files.content["enrollment-token"] = "the-token";
    if (!SigningKeyFiles{files}.create(vector_key())) throw std::runtime_error("no key pair");
    start();
  }
  void start() {
    if (driver_) clock.ahead += driver_->now().time_since_epoch();
    driver_.reset();
    Clients const clients{&store, [this](TaskSurroundings const& around) {
                            auto made = std::make_unique<TestTasks>(around.port, around.desk);
                            tasks = made.get();
                            return made;
                          }};
    daemon_ = std::make_unique<Daemon>(settings_, Rng{Seed{1}},
                                       Trust{.data = &files,
                                             .config = &files,
                                             .keys = keys,
                                             .clock = &clock,
                                             .signing_keys = &files},
                                       clients);
    driver_ = std::make_unique<MachineDriver>(*daemon_);
    driver_->input(Started{});
  }

  MachineDriver& driver() { return *driver_; }
  std::vector<Frames> sent_to(SocketName socket) {
    std::vector<Frames> frames;
    for (Send& send : driver_->take_sent()) {
      if (send.to.socket == socket) frames.push_back(std::move(send.frames));
    }
    return frames;
  }
  ReplyResultUnion ask(Frames frames, std::string const& user = {}) {
    frames.insert(frames.begin(), Frame{});
    sent_to("");
    driver_->input(Received{{"rpc", Route{1}}, std::move(frames), user});
    return decode_reply_result(sent_to("rpc").at(0).at(1)).value().result;
  }
  ReplyResultUnion ask(Uuid const& id, HostClientToDaemonMessageUnion message,
                       std::string const& user = {}) {
    return ask(request_frames(id, HostClientToDaemonMessage{std::move(message)}).value(), user);
  }
  std::optional<Code> code(Uuid const& id, HostClientToDaemonMessageUnion message) {
    return code_of(ask(id, std::move(message)));
  }
  template <class Answer>
  Answer get(Uuid const& id, HostClientToDaemonMessageUnion message) {
    auto const reply = ask(id, std::move(message));
    return std::get<Answer>(std::get<ClientSuccess>(reply).reply);
  }
  moor::ClientToken establish(Uuid const& id) {
    return get<NewConnection>(id, ConnectionEstablish{"here", 1, 2}).client_token;
  }
  moor::AuthToken log_in(Uuid const& id, moor::ClientToken const& token) {
    return get<LoginResult>(id, LoginCommand{token, ObjId{0}, {"connect", "2"}, true})
        .auth_token.value();
  }
  /// Whether a message that needs both is let through.
  std::optional<Code> command(Uuid const& id, moor::ClientToken const& client,
                              moor::AuthToken const& auth) {
    return code(id, Command{client, auth, ObjId{0}, "look"});
  }
  /// What a host enrolls as; its token.
  std::string enroll(CurveKeyPair const& host_keys, Uuid const& id) {
    enrollment::EnrollmentRequest const asked{
        "the-token", host_keys.public_key.z85(), "telnet-host", "here", {}, id.text()};
    sent_to("");
    driver_->receive("enrollment", {enrollment::encode(asked).value()});
    auto const answer =
        enrollment::decode_enrollment_response(sent_to("enrollment").at(0).at(0)).value();
    if (!answer.service_token) throw std::runtime_error(answer.error.value_or("no token"));
    return *answer.service_token;
  }

  Rng rng{Seed{3}};
  CurveKeyPair keys = CurveKeyPair::generate(rng);
  enrollment::TestFiles files;
  SteppedClock clock;
  MemoryStore store;
  TestTasks* tasks = nullptr;

 private:
  Settings settings_;
  std::unique_ptr<Daemon> daemon_;
  std::unique_ptr<MachineDriver> driver_;
};

struct ClientSideTest : testing::Test {
  /// A client token of that payload, made with the daemon's own key.
  static moor::ClientToken signed_payload(std::string const& payload) {
    return {drydock::token::mint(payload, "key-id:moor_client", vector_key())};
  }
  std::optional<Code> pong(moor::ClientToken const& token) {
    return side.code(a, ClientPong{token, 0, ObjId{2}, moor::HostType::tcp, ""});
  }

  ClientSide side;
};

TEST(WorkerOnlyDaemonTest, HasNoClientSide) {
  TestDaemon daemon;
  EXPECT_FALSE(daemon.driver().is_open("rpc"));
  EXPECT_FALSE(daemon.driver().is_open("events"));
}

TEST_F(ClientSideTest, IsThereBesideTheWorkerSide) {
  for (SocketName const socket : {"rpc", "events", "control", "dispatch"}) {
    EXPECT_TRUE(side.driver().is_open(socket)) << socket;
    EXPECT_EQ(side.driver().spec(socket).security, Security{Plain{}}) << socket;
  }
  EXPECT_FALSE(side.driver().is_open("enrollment")) << "there is nothing to guard";
}

// TK2-01, TK2-02: the vectors of hosts 7.3.
TEST_F(ClientSideTest, OutsideOfTheStrictProfileTokensAreStockMooRs) {
  auto const client = side.establish(a);
  EXPECT_EQ(client.token,
            "v4.public.eyJhdWQiOiJtb29yX2Nvbm5lY3Rpb24iLCJjbGllbnRfaWQiOiIwMDExMjIzMy00NDU1LTY2Nzct"
            "ODg5OS1hYWJiY2NkZGVlZmYiLCJpc3MiOiJtb29yIn1h3vvGcyvFdDsOap3vzNqFY9Aq1JO0q7-"
            "149VQ9Z0DcbxWcfBbQuMd5kzASMbWMn39Ya0qlzfmLg4IuJzNtj4G.a2V5LWlkOm1vb3JfY2xpZW50");
  EXPECT_EQ(side.log_in(a, client).token,
            "v4.public.eyJwbGF5ZXIiOiIjMiJ9YI6a8EdXRl6UqNSOtlMUDrlluEehU7GObjcUUdwq6aI1keZdOVd-"
            "OgcrJS5U_VL1Jo-I2FyypBvbJUlVtgZ8Dg.a2V5LWlkOm1vb3JfcGxheWVy");
}

// TK2-03.
TEST_F(ClientSideTest, ClaimsMayStandInAnyOrderWithOthersBetween) {
  side.establish(a);
  EXPECT_EQ(pong(signed_payload("{ \"iss\" : \"moor\", \"more\": [1], \"client_id\":\"" + a.text() +
                                "\", \"aud\":\"moor_connection\" }")),
            std::nullopt);
}

// TK2-04, TK2-05, TK2-07.
TEST_F(ClientSideTest, SignedClaimsThatAreNotThoseOfAClientAreRefused) {
  auto const good = side.establish(a);
  for (std::string const payload :
       {"tcp", "", "[]", "{\"client_id\":7,\"iss\":\"moor\",\"aud\":\"moor_connection\"}",
        "{\"iss\":\"moor\",\"aud\":\"moor_connection\"}"}) {
    EXPECT_EQ(pong(signed_payload(payload)), Code::permission_denied) << payload;
  }
  std::string const its_id = "{\"client_id\":\"" + a.text() + "\",\"iss\":";
  EXPECT_EQ(pong(signed_payload(its_id + "\"else\",\"aud\":\"moor_connection\"}")),
            Code::permission_denied);
  std::string const without_footer = good.token.substr(0, good.token.rfind('.'));
  EXPECT_EQ(pong({without_footer}), Code::permission_denied);
  for (int k = 0; k < 100; ++k) EXPECT_EQ(pong(good), std::nullopt);
}

// TK2-12.
TEST_F(ClientSideTest, TimeClaimsAreNotRequiredAndAreHonoured) {
  side.establish(a);
  std::string const claims =
      "{\"aud\":\"moor_connection\",\"client_id\":\"" + a.text() + "\",\"iss\":\"moor\",\"exp\":\"";
  EXPECT_EQ(pong(signed_payload(claims + "2026-11-21T04:00:05Z\"}")), std::nullopt);
  side.driver().advance(5s);
  EXPECT_EQ(pong(signed_payload(claims + "2026-11-21T04:00:05Z\"}")), Code::permission_denied);
}

// TK2-09, DC-61.
TEST_F(ClientSideTest, ConnectionsAndTokensOutliveARestart) {
  auto const client = side.establish(a);
  auto const auth = side.log_in(a, client);
  side.start();
  EXPECT_EQ(side.command(a, client, auth), std::nullopt);
  EXPECT_EQ(side.code(a, Reattach{client, auth}), std::nullopt);
}

TEST_F(ClientSideTest, RecordsThatAreNoneEndTheDaemonSayingSo) {
  ASSERT_TRUE(side.store.commit({{"connection/x", bytes_of("junk")}}).has_value());
  side.start();
  ASSERT_TRUE(side.driver().exit().has_value());
  EXPECT_EQ(side.driver().exit()->code, 2);
  EXPECT_NE(side.driver().exit()->reason.find("connection/x"), std::string::npos);
}

TEST_F(ClientSideTest, AMissingSigningKeyEndsTheDaemonSayingSo) {
  side.files.content.clear();
  side.start();
  EXPECT_EQ(side.driver().exit().value().code, 2);
}

// ST-10, for stock tokens too: what was rotated is good, what was revoked is not.
TEST_F(ClientSideTest, TokensOfARevokedKeyAreRefusedAndOfAPreviousOneAreNot) {
  auto const client = side.establish(a);
  SigningKeyFiles key_files{side.files};
  auto const next = token::SecretKey::random(side.rng);
  ASSERT_TRUE(key_files.rotate(next, side.clock.wall_time(side.driver().now())).has_value());
  for (int k = 0; k < 5; ++k) {
    side.driver().advance(5s);
    EXPECT_EQ(pong(client), std::nullopt);
  }
  ASSERT_TRUE(key_files.revoke_key(vector_key().public_key().fingerprint()).has_value());
  side.driver().advance(5s);
  EXPECT_EQ(pong(client), Code::permission_denied);
}

struct GuardedClientSideTest : testing::Test {
  static Settings on_tcp() {
    Settings settings;
    settings.sessions.rpc_listen = "tcp://*:7899";
    settings.sessions.events_listen = "tcp://*:7898";
    return settings;
  }
  static Settings strict() {
    Settings settings = on_tcp();
    settings.strict = true;
    return settings;
  }
  std::optional<Code> say(ClientSide& to, HostToDaemonMessageUnion message,
                          std::optional<std::string> token, std::string const& user = {}) {
    return code_of(to.ask(
        request_frames(host, HostToDaemonMessage{std::move(message)}, std::move(token)).value(),
        user));
  }
};

// TS-01, TS-11.
TEST_F(GuardedClientSideTest, TcpIsEncryptedAndIpcBesideItIsNot) {
  ClientSide side{on_tcp()};
  EXPECT_TRUE(std::holds_alternative<CurveServer>(side.driver().spec("rpc").security));
  EXPECT_TRUE(std::holds_alternative<CurveServer>(side.driver().spec("events").security));
  EXPECT_EQ(side.driver().spec("control").security, Security{Plain{}});
  EXPECT_TRUE(side.driver().is_open("zap"));
  EXPECT_TRUE(side.driver().is_open("enrollment"));
}

// ST-04: the token that a host got when it enrolled.
TEST_F(GuardedClientSideTest, AStrictDaemonHearsEnrolledHostsUnderTheirOwnKeyOnly) {
  ClientSide side{strict()};
  auto const host_keys = CurveKeyPair::generate(side.rng);
  auto const other_keys = CurveKeyPair::generate(side.rng);
  std::string const token = side.enroll(host_keys, host);
  side.enroll(other_keys, other_host);
  side.driver().advance(5s);
  AllowedHosts hosts{side.files};
  std::vector<std::string> warnings;
  ASSERT_TRUE(hosts.reload(warnings).has_value());
  std::string const user = hosts.user_id(host_keys.public_key).value();
  std::string const other = hosts.user_id(other_keys.public_key).value();
  EXPECT_EQ(say(side, GetServerFeatures{}, token, user), std::nullopt);
  EXPECT_EQ(say(side, GetServerFeatures{}, token, other), Code::permission_denied);
  EXPECT_EQ(say(side, GetServerFeatures{}, {}, user), Code::permission_denied);
  EXPECT_EQ(say(side, GetServerFeatures{}, token, "nobody"), Code::permission_denied);
}

// TS-16: a socket cannot end one connection alone.
TEST_F(GuardedClientSideTest, WhoIsNotAllowedAnyMoreHearsNothingMore) {
  ClientSide side{strict()};
  auto const host_keys = CurveKeyPair::generate(side.rng);
  std::string const token = side.enroll(host_keys, host);
  side.driver().advance(5s);
  std::string const uuid = side.files.list("allowed-hosts").value().at(0);
  EXPECT_EQ(say(side, GetServerFeatures{}, token, uuid), std::nullopt);
  ASSERT_TRUE(side.files.remove("allowed-hosts/" + uuid).has_value());
  int const before = side.driver().opened("events");
  side.driver().advance(5s);
  EXPECT_EQ(side.driver().opened("events"), before + 1);
  EXPECT_EQ(say(side, GetServerFeatures{}, token, uuid), Code::permission_denied);
}

// TK2-10: stock tokens never end.
TEST_F(GuardedClientSideTest, AStrictDaemonRefusesStockTokens) {
  ClientSide side{strict()};
  auto const good = side.establish(a);
  std::string const stock =
      token::mint(ClientToken{a}, vector_key(), std::optional<token::Stamp>{});
  EXPECT_EQ(side.code(a, ClientPong{good, 0, ObjId{2}, moor::HostType::tcp, ""}), std::nullopt);
  EXPECT_EQ(side.code(a, ClientPong{{stock}, 0, ObjId{2}, moor::HostType::tcp, ""}),
            Code::permission_denied);
}

// ST-09 through the office's own lifetimes.
TEST_F(GuardedClientSideTest, AStrictDaemonRenewsClientTokens) {
  Settings settings = strict();
  settings.client_token_lifetime = 10s;
  ClientSide side{settings};
  side.establish(a);
  side.sent_to("");
  side.driver().advance(1s);  // No subscription comes: what is held goes out.
  side.driver().advance(7s);
  int renewals = 0;
  for (Frames const& frames : side.sent_to("events")) {
    auto const event = decode_client_event(frames.at(1));
    bool const is_its = frames.at(0) == a.to_bytes() && event.has_value();
    renewals += is_its && std::holds_alternative<CredentialsUpdatedEvent>(event->event) ? 1 : 0;
  }
  EXPECT_EQ(renewals, 1);
}

}  // namespace
}  // namespace drydock::moor::daemon
