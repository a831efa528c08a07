#include <gtest/gtest.h>

#include "reference/moor/daemon/test_strict_daemon.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::moor::daemon {
namespace {

using namespace std::chrono_literals;

/// What enrollment issues and renews in the strict profile.
struct ServiceTokensTest : ::testing::Test {
  static std::string claim(std::optional<std::string> const& text, char const* name) {
    auto const parts = drydock::token::inspect(text.value()).value();
    return drydock::token::parse_claims(parts.payload).value().text(name).value();
  }
  /// Refused with that text, and nothing stored.
  void expect_refusal(StrictDaemon::Response const& response, std::string const& text) {
    EXPECT_FALSE(response.success);
    EXPECT_EQ(response.error, text);
    EXPECT_FALSE(response.service_token);
    EXPECT_FALSE(response.service_uuid);
    EXPECT_EQ(strict.files.content, files_before);
  }

  StrictDaemon strict;
  CurveKeyPair keys = strict.fresh_keys();
  Uuid id = strict.fresh_id();
  std::string token = strict.enroll(keys, id);
  std::map<std::string, std::string> const files_before = strict.files.content;
};

TEST_F(ServiceTokensTest, ATokenNamesTheServiceAndTellsItsTime) {
  EXPECT_EQ(claim(token, "worker_id"), id.text());
  EXPECT_EQ(claim(token, "worker_type"), "echo");
  EXPECT_EQ(claim(token, "iat"), "2026-11-21T04:00:00Z");
  EXPECT_EQ(claim(token, "nbf"), "2026-11-21T04:00:00Z");
  EXPECT_EQ(claim(token, "exp"), "2026-11-21T05:00:00Z");
  EXPECT_EQ(Uuid::parse(claim(token, "jti")).value().version(), 4);
}

TEST_F(ServiceTokensTest, TimesAreWholeSeconds) {
  strict.clock.ahead = 700ms;
  EXPECT_EQ(claim(strict.enroll(keys, id), "iat"), "2026-11-21T04:00:00Z");
}

TEST_F(ServiceTokensTest, TheLabelSaysWhatItIs) {
  struct Row {
    char const* label;
    char const* name;
    char const* value;
  };
  for (Row const& row :
       {Row{"curl-worker", "worker_type", "curl"}, Row{"python-echo-worker", "worker_type", "echo"},
        Row{"echo", "worker_type", "echo"}, Row{"-worker", "worker_type", "-worker"},
        Row{"telnet-host", "host_type", "tcp"}, Row{"web-host", "host_type", "websocket"}}) {
    auto request = strict.request(strict.fresh_keys());
    request.service_type = row.label;
    EXPECT_EQ(claim(strict.ask(request).service_token, row.name), row.value) << row.label;
  }
}

TEST_F(ServiceTokensTest, WithoutAServiceIdTheEnrollmentsOwnIsNamed) {
  CurveKeyPair const other = strict.fresh_keys();
  auto const response = strict.ask(strict.request(other));
  EXPECT_EQ(claim(response.service_token, "worker_id"), response.service_uuid);
  auto const again = strict.ask(strict.request(other));
  EXPECT_EQ(again.service_uuid, response.service_uuid) << "EN-17";
  EXPECT_EQ(claim(again.service_token, "worker_id"), response.service_uuid);
}

TEST_F(ServiceTokensTest, AnIdHasToBeAUuidOfVersion4) {
  expect_refusal(strict.ask(strict.request(strict.fresh_keys(), "17")),
                 "Invalid service id: '17' is no UUID");
  std::string const version_1 = "5f2d7a0e-2f0c-1c39-8d8e-0c5a3a1f9a11";
  expect_refusal(strict.ask(strict.request(strict.fresh_keys(), version_1)),
                 "Invalid service id: a UUID of version 4 expected, got version 1");
}

// UQ-19: the enrollment token is no leave to become somebody else's worker.
TEST_F(ServiceTokensTest, AnIdIsOfTheKeyThatEnrolledItFirst) {
  expect_refusal(strict.ask(strict.request(strict.fresh_keys(), id.text())),
                 "Invalid service id: another key enrolled it");
  EXPECT_TRUE(strict.ask(strict.request(keys, id.text())).success);
}

// ST-07.
TEST_F(ServiceTokensTest, ARenewalNamesTheSameIdAndLeavesTheOldTokenGood) {
  strict.clock.ahead = 50min;
  for (auto const& named : {std::optional<std::string>{}, std::optional{id.text()}}) {
    auto const renewed = strict.renew(keys, token, named);
    ASSERT_TRUE(renewed.success) << *renewed.error;
    EXPECT_EQ(claim(renewed.service_token, "worker_id"), id.text());
    EXPECT_EQ(claim(renewed.service_token, "worker_type"), "echo");
    EXPECT_EQ(claim(renewed.service_token, "exp"), "2026-11-21T05:50:00Z");
    EXPECT_NE(claim(renewed.service_token, "jti"), claim(token, "jti"));
    EXPECT_EQ(reason_of(strict.pong(id, renewed.service_token)), "");
    EXPECT_EQ(reason_of(strict.pong(id, token)), "");
  }
}

// ST-08, ST-01.
TEST_F(ServiceTokensTest, ATokenRenewsUntilItsLastInstant) {
  strict.clock.ahead = 1h - 1ns;
  EXPECT_TRUE(strict.renew(keys, token).success);
  strict.clock.ahead = 1h;
  expect_refusal(strict.renew(keys, token), "Service token refused: the token has expired");
}

// ST-08: an enrollment token in the same request does not help.
TEST_F(ServiceTokensTest, ABadTokenIsRefusedWhateverElseTheRequestHas) {
  auto request = strict.request(keys, id.text());
  request.service_token = "junk";
  expect_refusal(
      strict.ask(request),
      "Service token refused: the token is malformed: it does not start with v4.public.");
  request.service_token = "";
  expect_refusal(strict.ask(request), "Service token refused: there is no token");
}

// ST-08: foreign in each of its ways.
TEST_F(ServiceTokensTest, AnothersTokenIsNotRenewed) {
  expect_refusal(strict.renew(strict.fresh_keys(), token),
                 "Service token refused: the token is another holder's: another key enrolled its "
                 "service");
  expect_refusal(strict.renew(keys, token, strict.fresh_id().text()),
                 "Service token refused: the token is another holder's: it names another service");
  WorkerToken const unbound{strict.fresh_id(), "echo"};
  std::string const minted =
      token::mint(unbound, strict.signing_key, token::Stamp{strict.wall(), 1h, strict.fresh_id()});
  EXPECT_FALSE(strict.renew(keys, minted).success) << "its key never enrolled that id";
}

TEST_F(ServiceTokensTest, AKeyThatIsAllowedAndAnothersTokenDoNotGoTogether) {
  CurveKeyPair const thief = strict.fresh_keys();
  ASSERT_TRUE(strict.ask(strict.request(thief)).success);
  EXPECT_FALSE(strict.renew(thief, token).success);
}

TEST_F(ServiceTokensTest, AWorkersTokenIsNoHosts) {
  StrictDaemon::Request renewal = strict.request(keys);
  renewal.service_type = "telnet-host";
  renewal.service_token = token;
  EXPECT_EQ(
      strict.ask(renewal).error->rfind("Service token refused: the token has the wrong footer", 0),
      0u);
}

// TS-16, ST-08.
TEST_F(ServiceTokensTest, AKeyThatWasBarredRenewsNothing) {
  for (auto const& [name, content] : files_before) {
    if (name.starts_with("allowed-hosts/")) strict.files.content.erase(name);
  }
  strict.look();
  EXPECT_FALSE(strict.renew(keys, token).success);
}

TEST_F(ServiceTokensTest, ARotatedEnrollmentTokenLeavesRenewalAlone) {
  strict.files.content["enrollment-token"] = "another-token";
  EXPECT_TRUE(strict.renew(keys, token).success);
  EXPECT_FALSE(strict.ask(strict.request(keys, id.text())).success);
}

// EN-07: what cannot be saved is not issued.
TEST_F(ServiceTokensTest, AFullDiskIsARefusal) {
  strict.files.full = true;
  auto const response = strict.ask(strict.request(keys, strict.fresh_id().text()));
  EXPECT_EQ(response.error, "Failed to save host public key: allowed-hosts/" +
                                files_before.begin()->first.substr(14) + ": no space left");
  EXPECT_FALSE(response.service_token);
}

// TS-04's analogue: on ipc too, tokens have to come from somewhere.
TEST_F(ServiceTokensTest, EnrollmentIsOfferedOnIpcTooAndNoAuthenticatorRuns) {
  EXPECT_TRUE(needs_trust(StrictDaemon::strict()));
  EXPECT_TRUE(strict.driver().is_open("enrollment"));
  EXPECT_FALSE(strict.driver().is_open("zap"));
}

// EN-19.
TEST_F(ServiceTokensTest, WhoGuessesWaitsAndWhoKnowsDoesNot) {
  auto wrong = strict.request(strict.fresh_keys());
  wrong.enrollment_token = "a guess";
  for (int k = 0; k < 20; ++k) EXPECT_EQ(strict.ask(wrong).error, "Invalid enrollment token");
  EXPECT_TRUE(strict.ask(strict.request(keys)).success);
  strict.driver().receive("enrollment", {enrollment::encode(wrong).value()});
  strict.daemon().advance(1s - 1ns);
  EXPECT_TRUE(strict.sent_to("enrollment").empty());
  strict.daemon().advance(1ns);
  EXPECT_EQ(strict.sent_to("enrollment").size(), 1u);
  EXPECT_TRUE(strict.ask(strict.request(keys)).success);
}

}  // namespace
}  // namespace drydock::moor::daemon
