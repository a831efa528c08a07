#include "reference/moor/sessions/token_ledger.hpp"

#include <gtest/gtest.h>

#include "reference/moor/sessions/test_sessions.hpp"

namespace drydock::moor::sessions {
namespace {

using namespace std::chrono_literals;
using Code = RpcMessageErrorCode;

struct TokenLedgerTest : testing::Test {
  TokenLedgerTest() : TokenLedgerTest(TestSessions::strict()) {}
  explicit TokenLedgerTest(Settings const& settings) : sessions(settings) {
    sessions.authority.client_lifetime = 10s;
    sessions.authority.auth_lifetime = 10s;
  }
  std::optional<Code> pong(Uuid const& id, moor::ClientToken const& token) {
    return code_of(sessions.ask(id, ClientPong{token, 0, ObjId{2}, HostType::tcp, ""}));
  }
  std::optional<Code> list(moor::AuthToken const& token) {
    return code_of(sessions.ask(Uuid{{99}}, ListObjects{token}));
  }

  TestSessions sessions;
};

// ST-09, TK2-14, TK2-15.
TEST_F(TokenLedgerTest, BothTokensAreRenewedOnceEachWhenAFifthIsLeft) {
  auto const old = sessions.connect(a);
  sessions.advance(7'999ms);
  EXPECT_TRUE(sessions.events_of<CredentialsUpdatedEvent>(a).empty());
  sessions.advance(1ms);
  auto const published = sessions.published();
  ASSERT_EQ(published.size(), 2u);
  auto const& updated = *published[0].as<CredentialsUpdatedEvent>();
  auto const& switched = *published[1].as<PlayerSwitchedEvent>();
  EXPECT_EQ(updated.client_id, a);
  EXPECT_EQ(switched.new_player, Obj{ObjId{2}});
  TestSessions::Tokens const fresh{updated.client_token, switched.new_auth_token};
  for (int k = 0; k < 3; ++k) {
    EXPECT_TRUE(sessions.obeys(a, old));
    EXPECT_TRUE(sessions.obeys(a, fresh));
    EXPECT_TRUE(sessions.obeys(a, {old.client, fresh.auth}));
  }
  sessions.advance(1'999ms);
  EXPECT_TRUE(sessions.obeys(a, old));
  EXPECT_TRUE(sessions.events_of<CredentialsUpdatedEvent>(a).empty());
  sessions.advance(1ms);
  EXPECT_FALSE(sessions.obeys(a, old));
  EXPECT_TRUE(sessions.obeys(a, fresh));
}

TEST_F(TokenLedgerTest, ALiveConnectionIsRenewedAgainAndAgain) {
  auto tokens = sessions.connect(a);
  for (int k = 0; k < 10; ++k) {
    sessions.advance(8s);
    for (auto const& one : sessions.published()) {
      if (auto const* e = one.as<CredentialsUpdatedEvent>()) tokens.client = e->client_token;
      if (auto const* e = one.as<PlayerSwitchedEvent>()) tokens.auth = e->new_auth_token;
    }
    EXPECT_TRUE(sessions.obeys(a, tokens));
  }
}

// Else a daemon with such a lifetime would do nothing but renew.
TEST_F(TokenLedgerTest, TokensThatAreDueWhenTheyAreMadeAreRenewedTenTimesASecondAtMost) {
  sessions.authority.client_lifetime = sessions.authority.auth_lifetime = Duration{1};
  sessions.connect(a);
  sessions.advance(1s);
  EXPECT_LE(sessions.events_of<CredentialsUpdatedEvent>(a).size(), 10u);
}

TEST_F(TokenLedgerTest, ARenewalThatFailedIsTriedAgain) {
  auto const tokens = sessions.connect(a);
  sessions.authority.has_key = false;
  sessions.advance(9s);
  EXPECT_TRUE(sessions.events_of<CredentialsUpdatedEvent>(a).empty());
  EXPECT_NE(sessions.driver().logged().back().find("there is no key"), std::string::npos);
  sessions.authority.has_key = true;
  sessions.advance(5s);
  EXPECT_EQ(sessions.events_of<CredentialsUpdatedEvent>(a).size(), 1u);
}

TEST_F(TokenLedgerTest, ATokenFromBeforeARestartIsRenewedToo) {
  auto const tokens = sessions.connect(a);
  sessions.advance(5s);
  sessions.start();
  EXPECT_TRUE(sessions.obeys(a, tokens));
  EXPECT_TRUE(sessions.obeys(a, tokens));
  sessions.advance(3s);
  EXPECT_EQ(sessions.published().size(), 2u);
}

// TK2-13; hosts 7.6, point 5.
TEST_F(TokenLedgerTest, ReattachingReturnsANewClientToken) {
  auto const tokens = sessions.connect(a);
  sessions.advance(7s);
  auto const result =
      sessions.get<AttachResult>(a, Reattach{tokens.client, tokens.auth}).client_token.value();
  EXPECT_NE(result.token, tokens.client.token);
  sessions.advance(6s);
  EXPECT_EQ(pong(a, tokens.client), Code::permission_denied);
  EXPECT_EQ(pong(a, result), std::nullopt);
}

// TK2-10, TK2-11, ST-04.
TEST_F(TokenLedgerTest, AnExpiredTokenIsRefusedSayingSo) {
  auto const tokens = sessions.connect(a);
  sessions.advance(10s);
  auto const reply = sessions.ask(a, ClientPong{tokens.client, 0, ObjId{2}, {}, ""});
  EXPECT_EQ(code_of(reply), Code::permission_denied);
  EXPECT_EQ(std::get<Failure>(reply).error.message.value().substr(0, 21), "the token has expired");
}

// Hosts 7.6, point 8: logout; also after a restart.
TEST_F(TokenLedgerTest, ALogoutTakesItsTokensBack) {
  auto const tokens = sessions.connect(a);
  sessions.ask(a, Detach{tokens.client, true});
  EXPECT_EQ(list(tokens.auth), Code::permission_denied);
  sessions.establish(a);
  EXPECT_EQ(pong(a, tokens.client), Code::permission_denied);
  sessions.start();
  EXPECT_EQ(list(tokens.auth), Code::permission_denied);
}

TEST_F(TokenLedgerTest, ABootTakesThemBack) {
  auto const tokens = sessions.connect(a);
  sessions.program(
      [](ConnectionDesk& desk, Outbox& out) { desk.boot(VirtualTime{}, ObjId{2}, out); });
  EXPECT_EQ(list(tokens.auth), Code::permission_denied);
}

TEST_F(TokenLedgerTest, ASwitchTakesTheAuthTokensBackAndKeepsTheClientToken) {
  auto const tokens = sessions.connect(a);
  sessions.program([&](ConnectionDesk& desk, Outbox& out) {
    desk.switch_player(sessions.now(), a, ObjId{3}, out);
  });
  EXPECT_EQ(list(tokens.auth), Code::permission_denied);
  EXPECT_EQ(pong(a, tokens.client), std::nullopt);
  EXPECT_EQ(list(sessions.events_of<PlayerSwitchedEvent>(a).at(0).new_auth_token), std::nullopt);
}

TEST_F(TokenLedgerTest, AnExpiryTakesNothingBack) {
  sessions.authority.auth_lifetime = 1h;
  auto const tokens = sessions.connect(a);
  sessions.advance(36s);
  EXPECT_EQ(list(tokens.auth), std::nullopt);
}

// A web host's user has one auth token for all; so have its single requests.
TEST_F(TokenLedgerTest, ATokenThatAnotherConnectionHoldsOutlivesALogout) {
  auto const tokens = sessions.connect(a);
  auto const attached =
      sessions.get<AttachResult>(b, Attach{tokens.auth, {}, ObjId{0}, "", 1, 2}).client_token;
  sessions.ask(a, Detach{tokens.client, true});
  EXPECT_EQ(list(tokens.auth), std::nullopt);
  sessions.ask(b, Detach{*attached, true});
  EXPECT_EQ(list(tokens.auth), Code::permission_denied);
}

TEST_F(TokenLedgerTest, AConnectionForOneRequestTakesNoAuthTokenBack) {
  auto const token = sessions.authority.issue(sessions.now(), token::AuthToken{ObjId{2}}).value();
  auto const attached =
      sessions.get<AttachResult>(b, Attach{{token}, ConnectType::no_connect, ObjId{0}, "", 1, 2});
  sessions.ask(b, Detach{*attached.client_token, true});
  EXPECT_EQ(list({token}), std::nullopt);
}

// HQ-20.
TEST_F(TokenLedgerTest, AnAuthenticatedUsersClientIsItsOwnUntilItIsReattachedByAnother) {
  auto const made = sessions.ask(a, ConnectionEstablish{"", 1, 2}, "user-1");
  moor::ClientToken const token =
      std::get<NewConnection>(std::get<ClientSuccess>(made).reply).client_token;
  auto const auth =
      std::get<LoginResult>(
          std::get<ClientSuccess>(
              sessions.ask(a, LoginCommand{token, ObjId{0}, {"connect", "2"}, true}, "user-1"))
              .reply)
          .auth_token.value();
  ClientPong const pong_of_a{token, 0, ObjId{2}, {}, ""};
  EXPECT_EQ(code_of(sessions.ask(a, pong_of_a, "user-2")), Code::permission_denied);
  EXPECT_EQ(code_of(sessions.ask(a, InvokeSystemHandler{Uuid{}, "http", {}, {}}, "user-2")),
            Code::permission_denied);
  EXPECT_EQ(code_of(sessions.ask(a, Reattach{token, auth}, "user-2")), std::nullopt);
  EXPECT_EQ(code_of(sessions.ask(a, pong_of_a, "user-1")), Code::permission_denied);
  EXPECT_EQ(code_of(sessions.ask(a, pong_of_a, "user-2")), std::nullopt);
  sessions.authority.barred.insert("user-2");
  EXPECT_EQ(code_of(sessions.ask(a, pong_of_a, "user-2")), Code::permission_denied) << "TS-16";
}

struct SparingTest : TokenLedgerTest {
  static Settings sparing() {
    Settings settings = TestSessions::strict();
    settings.spare_live_connections = true;
    return settings;
  }
  SparingTest() : TokenLedgerTest(sparing()) {}
};

// Tokens, "Stock hosts and short lifetimes".
TEST_F(SparingTest, AnExpiredClientTokenIsSparedWhoseHolderNeverRenewed) {
  auto const tokens = sessions.connect(a);
  for (int k = 0; k < 10; ++k) {
    sessions.advance(20s);
    EXPECT_EQ(pong(a, tokens.client), std::nullopt);
  }
  EXPECT_EQ(list(tokens.auth), Code::permission_denied) << "of another kind";
}

TEST_F(SparingTest, ItIsNotSparedOnceARenewedOneWasSeen) {
  auto const tokens = sessions.connect(a);
  sessions.advance(9s);
  auto const fresh = sessions.events_of<CredentialsUpdatedEvent>(a).at(0).client_token;
  EXPECT_EQ(pong(a, tokens.client), std::nullopt);
  EXPECT_EQ(pong(a, fresh), std::nullopt);
  sessions.advance(1s);
  EXPECT_EQ(pong(a, tokens.client), Code::permission_denied);
}

TEST_F(SparingTest, NorForAConnectionThatCameAfterIt) {
  auto const tokens = sessions.connect(a);
  sessions.advance(36s);
  EXPECT_EQ(pong(a, tokens.client), Code::no_connection);
  sessions.establish(a);
  EXPECT_EQ(pong(a, tokens.client), Code::permission_denied);
}

}  // namespace
}  // namespace drydock::moor::sessions
