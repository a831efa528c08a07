#include <gtest/gtest.h>

#include "reference/moor/daemon/test_strict_daemon.hpp"
#include "reference/token/paseto.hpp"
#include "reference/token/pem.hpp"

namespace drydock::moor::daemon {
namespace {

using namespace std::chrono_literals;

struct StrictTest : ::testing::Test {
  StrictDaemon strict;
  CurveKeyPair keys = strict.fresh_keys();
  Uuid id = strict.fresh_id();
  std::string token = strict.enroll(keys, id);
  /// Lets the calendar say that instant, counted from the one at which the token was issued.
  void set_wall(Duration since) {
    strict.clock.ahead = since - strict.driver().now().time_since_epoch();
  }
  std::string signed_with(token::SecretKey const& key, WorkerToken const& claims,
                          Duration lifetime = 1h) {
    return token::mint(claims, key, token::Stamp{strict.wall(), lifetime, strict.fresh_id()});
  }
};

// The contract with the worker.
TEST_F(StrictTest, AnEnrolledWorkerAttachesAndServesWithItsToken) {
  EXPECT_EQ(strict.attach(id, token), DaemonToWorkerReplyUnion{WorkerAttached{id}});
  EXPECT_EQ(strict.pong(id, token), DaemonToWorkerReplyUnion{WorkerAck{}});
  strict.daemon().ask("echo");
  Uuid const request = strict.daemon().requests().at(0).id;
  EXPECT_EQ(strict.say(RequestResult{id, request, 1}, token),
            DaemonToWorkerReplyUnion{WorkerAck{}});
  EXPECT_EQ(strict.say(DetachWorker{id}, token), DaemonToWorkerReplyUnion{WorkerAck{}});
}

// ST-03: which of them it was is said, for every kind of message.
TEST_F(StrictTest, ABadTokenIsNamed) {
  WorkerToken const mine{id, "echo"};
  std::string broken = token;
  broken[token.rfind('.') - 5] = broken[token.rfind('.') - 5] == 'A' ? 'B' : 'A';
  std::string const early = token::mint(mine, strict.signing_key,
                                        token::Stamp{strict.wall() + 1s, 1h, strict.fresh_id()});
  std::string const late = token::mint(mine, strict.signing_key,
                                       token::Stamp{strict.wall() - 2h, 1h, strict.fresh_id()});
  std::pair<std::optional<std::string>, std::string> const cases[] = {
      {std::nullopt, "there is no token"},
      {"", "there is no token"},
      {"junk", "the token is malformed"},
      {signed_with(strict.fresh_signing_key(), mine), "the token's signature is bad"},
      {broken, "the token's signature is bad"},
      {token::mint(HostToken{id, HostType::tcp}, strict.signing_key,
                   token::Stamp{strict.wall(), 1h, strict.fresh_id()}),
       "the token has the wrong footer"},
      {token.substr(0, token.rfind('.')), "the token has the wrong footer"},
      {late, "the token has expired"},
      {early, "the token is not yet valid"},
      {signed_with(strict.signing_key, {strict.fresh_id(), "echo"}),
       "the token is another holder's"},
      {token::mint(mine, strict.signing_key, std::nullopt), "the token is malformed"},  // No `exp`.
  };
  WorkerToDaemonUnion const bodies[] = {
      AttachWorker{id, Symbol{"echo"}}, WorkerPong{id, Symbol{"echo"}}, DetachWorker{id},
      RequestResult{id, strict.fresh_id(), 1},
      RequestError{id, strict.fresh_id(), WorkerRequestError{"x"}}};
  for (auto const& [shown, reason] : cases) {
    for (WorkerToDaemonUnion const& body : bodies) {
      EXPECT_EQ(reason_of(strict.say(body, shown)).rfind(reason, 0), 0u)
          << reason_of(strict.say(body, shown)) << " instead of " << reason;
    }
  }
}

// ST-13, TK-14, DW-50.
TEST_F(StrictTest, RetiredFormsNeverCount) {
  for (std::string const& payload : {id.text(), std::string("tcp")}) {
    for (char const* footer : {"key-id:moor_worker", "key-id:moor_host"}) {
      std::string const old = drydock::token::mint(payload, footer, strict.signing_key);
      EXPECT_NE(reason_of(strict.attach(id, old)), "") << payload << " " << footer;
    }
  }
  Frame const body = encode(WorkerToDaemonMessage{AttachWorker{id, Symbol{"echo"}}, token}).value();
  EXPECT_EQ(strict.daemon().control({bytes_of(token), id.to_bytes(), body}),
            DaemonToWorkerReplyUnion{WorkerRejected{"Message rejected"}});
}

// ST-01, to the nanosecond, and with the leeway.
TEST_F(StrictTest, ATokenIsGoodFromItsFirstInstantToTheOneBeforeItsLast) {
  set_wall(-1ns);
  EXPECT_EQ(reason_of(strict.attach(id, token)), "the token is not yet valid");
  set_wall(0ns);
  EXPECT_EQ(reason_of(strict.attach(id, token)), "");
  set_wall(1h - 1ns);
  EXPECT_EQ(reason_of(strict.pong(id, token)), "");
  set_wall(1h);
  EXPECT_EQ(reason_of(strict.pong(id, token)), "the token has expired");
}

TEST(StrictLeeway, AddsToBothEnds) {
  Settings settings = StrictDaemon::strict();
  settings.leeway = 2s;
  settings.worker_token_lifetime = 10s;
  StrictDaemon strict{settings};
  Uuid const id = strict.fresh_id();
  std::string const token = strict.enroll(strict.fresh_keys(), id);
  std::pair<Duration, bool> const cases[] = {
      {-2s - 1ns, false}, {-2s, true}, {12s - 1ns, true}, {12s, false}};
  for (auto const& [ahead, good] : cases) {
    strict.clock.ahead = ahead;
    EXPECT_EQ(reason_of(strict.pong(id, token)).empty(), good) << ahead.count();
    EXPECT_EQ(strict.dispatches(), ahead != 12s && ahead != -2s - 1ns) << ahead.count();
  }
}

// ST-02: a verdict of a moment ago extends nothing.
TEST_F(StrictTest, ACachedTokenEndsWithItsExp) {
  set_wall(1h - 1ns);
  for (int k = 0; k < 3; ++k) EXPECT_EQ(reason_of(strict.pong(id, token)), "");
  set_wall(1h);
  EXPECT_EQ(reason_of(strict.pong(id, token)), "the token has expired");
  set_wall(1h - 1ns);
  EXPECT_EQ(reason_of(strict.pong(id, token)), "") << "a clock that steps back is believed";
}

// ST-03: no lease is renewed, and nothing is settled, attached or detached.
TEST_F(StrictTest, ARefusedMessageHasNoEffect) {
  strict.attach(id, token);
  strict.daemon().ask("echo");
  Uuid const request = strict.daemon().requests().at(0).id;
  strict.daemon().advance(16s);
  EXPECT_NE(reason_of(strict.pong(id, "junk")), "");
  EXPECT_NE(reason_of(strict.say(RequestResult{id, request, 1}, std::nullopt)), "");
  EXPECT_NE(reason_of(strict.say(DetachWorker{id}, std::nullopt)), "");
  EXPECT_TRUE(strict.daemon().told().empty());
  strict.daemon().advance(1ns);
  auto const told = strict.daemon().told();
  ASSERT_EQ(told.size(), 1u) << "its lease ended when it would have without them";
  EXPECT_NE(reason_of(strict.attach(id, "junk")), "");
  EXPECT_FALSE(strict.dispatches());
}

// ST-05.
TEST_F(StrictTest, AWorkerWhoseTokenExpiredGetsNothingNewAndMayStillAnswer) {
  strict.attach(id, token);
  strict.daemon().ask("echo");
  Uuid const request = strict.daemon().requests().at(0).id;
  set_wall(1h - 1s);
  std::string const renewed = strict.renew(keys, token).service_token.value();
  set_wall(1h);
  Uuid const refused = strict.daemon().ask("echo");
  EXPECT_TRUE(strict.daemon().requests().empty());
  auto const told = strict.daemon().told();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].id, refused);
  EXPECT_EQ(std::get<WorkerError>(told[0].outcome), (WorkerError{NoWorkerAvailable{{"echo"}}}));
  EXPECT_EQ(strict.say(RequestResult{id, request, 7}, renewed),
            DaemonToWorkerReplyUnion{WorkerAck{}});
  EXPECT_EQ(std::get<Var>(strict.daemon().told().at(0).outcome), Var{7});
  EXPECT_TRUE(strict.dispatches()) << "it has shown a new one";
}

TEST_F(StrictTest, AnExpiredTokenDoesNotShortenALease) {
  strict.attach(id, token);
  strict.daemon().ask("echo");
  strict.daemon().requests();
  set_wall(2h);
  strict.daemon().advance(16s);
  EXPECT_TRUE(strict.daemon().told().empty());
  strict.daemon().advance(1ns);
  EXPECT_EQ(strict.daemon().told().size(), 1u);
}

TEST_F(StrictTest, AnotherWorkerOfTheTypeIsChosenInstead) {
  Uuid const other = strict.fresh_id();
  strict.attach(id, token);
  set_wall(30min);
  strict.attach(other, strict.enroll(strict.fresh_keys(), other));
  set_wall(1h);
  for (int k = 0; k < 3; ++k) {
    strict.daemon().ask("echo");
    EXPECT_EQ(strict.daemon().requests().at(0).worker_id, other);
  }
}

// ST-07: of two good tokens the one that lasts counts, whichever came last.
TEST_F(StrictTest, AnOlderTokenShownAgainTakesNothingAway) {
  strict.attach(id, token);
  set_wall(50min);
  std::string const renewed = strict.renew(keys, token).service_token.value();
  EXPECT_EQ(reason_of(strict.pong(id, renewed)), "");
  EXPECT_EQ(reason_of(strict.pong(id, token)), "");
  set_wall(1h);
  EXPECT_TRUE(strict.dispatches());
}

// ST-10, and the end of what it had.
TEST_F(StrictTest, ARevokedTokenEndsItsWorker) {
  strict.attach(id, token);
  strict.daemon().ask("echo");
  strict.daemon().requests();
  auto const claims = drydock::token::parse_claims(drydock::token::inspect(token)->payload).value();
  ASSERT_TRUE(strict.key_files().revoke_token({claims.text("jti").value(), strict.wall() + 1h}));
  strict.look();
  EXPECT_EQ(strict.daemon().told().size(), 1u) << "its caller is told";
  EXPECT_FALSE(strict.dispatches());
  EXPECT_EQ(reason_of(strict.pong(id, token)), "the token was revoked");
  EXPECT_EQ(strict.renew(keys, token).error, "Service token refused: the token was revoked");
  EXPECT_EQ(reason_of(strict.attach(id, strict.enroll(keys, id))), "") << "the id is not barred";
}

// Found by simulation: the look at the files came while the daemon's clock was ahead.
TEST_F(StrictTest, ARevocationCountsAlsoWhenTheTokenLooksExpiredAsItIsNoticed) {
  strict.attach(id, token);
  auto const claims = drydock::token::parse_claims(drydock::token::inspect(token)->payload).value();
  ASSERT_TRUE(strict.key_files().revoke_token({claims.text("jti").value(), strict.wall() + 1h}));
  strict.clock.ahead += 2h;
  strict.look();
  strict.clock.ahead -= 2h;
  EXPECT_FALSE(strict.dispatches());
}

// ST-10: rotation in flight.
TEST_F(StrictTest, AfterARotationOldTokensStayGoodAndNewOnesAreOfTheNewKey) {
  strict.attach(id, token);
  auto const next = strict.fresh_signing_key();
  ASSERT_TRUE(strict.key_files().rotate(next, strict.wall()));
  strict.look();
  EXPECT_EQ(reason_of(strict.pong(id, token)), "");
  EXPECT_TRUE(strict.dispatches());
  std::string const renewed = strict.renew(keys, token).service_token.value();
  EXPECT_TRUE(
      drydock::token::signed_by(drydock::token::inspect(renewed).value(), next.public_key()));
  EXPECT_EQ(reason_of(strict.pong(id, renewed)), "");
  strict.start();
  EXPECT_EQ(reason_of(strict.attach(id, token)), "") << "also after a restart";
  EXPECT_EQ(reason_of(strict.attach(id, renewed)), "");
}

TEST_F(StrictTest, ARevokedKeysTokensAreRefusedAndTheirWorkersEnd) {
  Uuid const other = strict.fresh_id();
  ASSERT_TRUE(strict.key_files().rotate(strict.fresh_signing_key(), strict.wall()));
  strict.look();
  std::string const others = strict.enroll(strict.fresh_keys(), other);
  strict.attach(id, token);
  strict.attach(other, others);
  ASSERT_TRUE(strict.key_files().revoke_key(strict.signing_key.public_key().fingerprint()));
  strict.look();
  EXPECT_EQ(reason_of(strict.pong(id, token)), "the token was revoked: its key was revoked");
  EXPECT_EQ(reason_of(strict.pong(other, others)), "");
  strict.daemon().ask("echo");
  EXPECT_EQ(strict.daemon().requests().at(0).worker_id, other);
}

TEST_F(StrictTest, WhenTheKeyThatSignsIsRevokedNothingIsIssuedUntilAnotherOneIs) {
  ASSERT_TRUE(strict.key_files().revoke_key(strict.signing_key.public_key().fingerprint()));
  strict.look();
  EXPECT_NE(reason_of(strict.attach(id, token)), "");
  auto const refused = strict.ask(strict.request(keys, id.text()));
  EXPECT_EQ(refused.error,
            "No service token available: the signing key was revoked, and none took its place");
  ASSERT_TRUE(strict.key_files().rotate(strict.fresh_signing_key(), strict.wall()));
  strict.look();
  EXPECT_EQ(reason_of(strict.attach(id, strict.enroll(keys, id))), "");
  EXPECT_NE(reason_of(strict.attach(id, token)), "");
}

// ST-08 on the wire, DW-40: a token is its key's.
TEST(StrictOverTcp, AStolenTokenIsOfNoUseToAnotherKey) {
  Settings settings = StrictDaemon::strict();
  settings.workers_response_listen = "tcp://0.0.0.0:7897";
  StrictDaemon strict{settings};
  CurveKeyPair const mine = strict.fresh_keys();
  CurveKeyPair const thiefs = strict.fresh_keys();
  Uuid const id = strict.fresh_id();
  auto const enrolled = strict.ask(strict.request(mine, id.text()));
  auto const thief = strict.ask(strict.request(thiefs));
  std::string const token = enrolled.service_token.value();
  EXPECT_EQ(reason_of(strict.attach(id, token, *thief.service_uuid))
                .rfind("the token is another holder's", 0),
            0u);
  EXPECT_EQ(reason_of(strict.attach(id, token, *enrolled.service_uuid)), "");
}

// ST-12.
TEST_F(StrictTest, NoTokenIsInAnyLogOrAnswer) {
  strict.attach(id, token);
  strict.attach(strict.fresh_id(), token);
  strict.attach(id, token + "x");
  strict.renew(keys, token + "x");
  strict.renew(strict.fresh_keys(), token);
  std::string const secret = token.substr(10, 40);
  for (std::string const& line : strict.driver().logged()) {
    EXPECT_EQ(line.find(secret), std::string::npos) << line;
  }
}

// ST-11, and what the two other profiles answer to the appended fields.
TEST(Compatible, TheAppendedFieldsArePassedOver) {
  for (Settings settings : {Settings{}, Settings::compatible()}) {
    settings.workers_response_listen = "tcp://0.0.0.0:7897";
    StrictDaemon daemon{settings};
    CurveKeyPair const keys = daemon.fresh_keys();
    auto request = daemon.request(keys, "no uuid");
    request.service_token = "no token";
    auto const response = daemon.ask(request);
    EXPECT_TRUE(response.success);
    EXPECT_FALSE(response.service_token);
    Uuid const id = daemon.fresh_id();
    EXPECT_EQ(daemon.attach(id, "no token", *response.service_uuid),
              DaemonToWorkerReplyUnion{WorkerAttached{id}});
    EXPECT_EQ(daemon.files.content["allowed-hosts/" + *response.service_uuid].find("service="),
              std::string::npos);
  }
}

// TK-10, TS-17.
TEST(StrictStart, KeysThatAreNotFitForUseEndTheDaemon) {
  using enrollment::TestFiles;
  auto const why = [](auto const& spoil) {
    StrictDaemon strict;
    spoil(strict);
    strict.start();
    return strict.driver().exit() ? strict.driver().exit()->reason : "";
  };
  EXPECT_EQ(why([](StrictDaemon&) {}), "");
  EXPECT_EQ(why([](StrictDaemon& of) { of.files.content.erase("moor-verifying-key.pem"); }),
            "moor-signing-key.pem is there, moor-verifying-key.pem is not; a key pair is kept "
            "whole");
  EXPECT_EQ(why([](StrictDaemon& of) {
              of.files.content.erase("moor-verifying-key.pem");
              of.files.content.erase("moor-signing-key.pem");
            }),
            "there is no signing key");
  EXPECT_EQ(why([](StrictDaemon& of) {
              of.files.content["moor-verifying-key.pem"] =
                  drydock::token::encode_public_pem(of.fresh_signing_key().public_key());
            }),
            "moor-signing-key.pem and moor-verifying-key.pem are not of one key pair");
  EXPECT_NE(why([](StrictDaemon& of) { of.files.content["revoked-keys/x.pem"] = "junk"; }), "");
  EXPECT_NE(why([](StrictDaemon& of) { of.files.content["revoked-tokens/x"] = "soon"; }), "");
}

}  // namespace
}  // namespace drydock::moor::daemon
