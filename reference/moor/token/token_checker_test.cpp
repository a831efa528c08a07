#include "reference/moor/token/token_checker.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "reference/moor/token/token_kind.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::moor::token {
namespace {

using namespace std::chrono_literals;
using drydock::token::Refusal;
using drydock::token::Revocations;
using drydock::token::TrustedKeys;

SecretKey key_of(std::uint64_t seed) {
  Rng rng{Seed{seed}};
  return SecretKey::random(rng);
}

Uuid id_of(std::uint8_t last) {
  Uuid uuid;
  uuid.bytes[15] = last;
  return uuid;
}

WallTime const noon = *WallTime::parse("2026-07-22T12:00:00Z");
Stamp const stamp{noon, 1h, id_of(99)};

class TokenCheckerTest : public testing::TestWithParam<TokenProfile> {
 protected:
  Circumstances at(WallTime now) const { return {keys, revocations, now}; }

  template <class Token>
  static std::string verdict(Accepted<Checked<Token>> const& checked) {
    if (checked) return "accepted";
    std::string text{name(checked.error().why)};
    if (!checked.error().detail.empty()) text += ": " + checked.error().detail;
    return text;
  }
  std::string client(std::string_view token, WallTime now = noon) {
    return verdict(checker.client(token, id_of(1), at(now)));
  }
  std::string worker(std::string_view token, WallTime now = noon) {
    return verdict(checker.worker(token, id_of(1), at(now)));
  }
  std::string signed_worker(std::string_view payload) {
    return worker(drydock::token::mint(payload, "key-id:moor_worker", key));
  }

  SecretKey const key = key_of(1);
  TrustedKeys keys{key.public_key()};
  Revocations revocations;
  TokenChecker checker{GetParam(), 16};
};

INSTANTIATE_TEST_SUITE_P(Profiles, TokenCheckerTest,
                         testing::Values(TokenProfile::compatible, TokenProfile::strict),
                         [](auto const& profile) {
                           return profile.param == TokenProfile::strict ? "strict" : "compatible";
                         });

TEST_P(TokenCheckerTest, EachTokenIsAcceptedForItsHolder) {  // TK-01, TK-08
  EXPECT_EQ(checker.client(mint(ClientToken{id_of(1)}, key, stamp), id_of(1), at(noon))->token,
            ClientToken{id_of(1)});
  auto const auth = checker.anyones<AuthToken>(mint(AuthToken{ObjId{2}}, key, stamp), at(noon));
  ASSERT_TRUE(auth);
  EXPECT_EQ(auth->token, AuthToken{ObjId{2}});
  EXPECT_EQ(auth->registered.expires, noon + 1h);
  EXPECT_EQ(auth->registered.token_id, id_of(99).text());
  HostToken const host{id_of(1), HostType::tcp};
  EXPECT_EQ(checker.host(mint(host, key, stamp), id_of(1), at(noon))->token, host);
  WorkerToken const worker_token{id_of(1), "curl"};
  EXPECT_EQ(checker.worker(mint(worker_token, key, stamp), id_of(1), at(noon))->token,
            worker_token);
}

TEST_P(TokenCheckerTest, EveryRefusalOfAWorkersTokenIsNamed) {  // ST-03
  auto const good = mint(WorkerToken{id_of(1), "curl"}, key, stamp);
  EXPECT_EQ(worker(good), "accepted");
  EXPECT_EQ(worker(""), "missing");
  EXPECT_EQ(worker(good, noon + 1h), "expired");
  EXPECT_EQ(worker(good, noon - 1ns), "not_yet_valid");
  EXPECT_EQ(worker(mint(WorkerToken{id_of(2), "curl"}, key, stamp)), "other_holder");
  EXPECT_EQ(worker(mint(HostToken{id_of(1), HostType::tcp}, key, stamp)), "wrong_footer");
  EXPECT_EQ(worker(mint(WorkerToken{id_of(1), "curl"}, key_of(2), stamp)), "bad_signature");
  EXPECT_EQ(worker("garbage"), "malformed: it does not start with v4.public.");
  revocations.revoke(id_of(99).text(), noon + 1h);
  EXPECT_EQ(worker(good), "revoked");
}

TEST_P(TokenCheckerTest, TheFourKindsAreNeverTakenForEachOther) {  // TK-03
  std::string const tokens[] = {mint(ClientToken{id_of(1)}, key, stamp),
                                mint(AuthToken{ObjId{2}}, key, stamp),
                                mint(HostToken{id_of(1), HostType::tcp}, key, stamp),
                                mint(WorkerToken{id_of(1), "curl"}, key, stamp)};
  for (std::size_t k = 0; k < 4; ++k) {
    std::string const verdicts[] = {
        client(tokens[k]), verdict(checker.anyones<AuthToken>(tokens[k], at(noon))),
        verdict(checker.host(tokens[k], id_of(1), at(noon))), worker(tokens[k])};
    for (std::size_t check = 0; check < 4; ++check) {
      EXPECT_EQ(verdicts[check], check == k ? "accepted" : "wrong_footer") << k << check;
    }
  }
}

TEST_P(TokenCheckerTest, AnotherHolderIsRefusedJustAfterTheRightOne) {  // TK-06, UQ-45
  auto const token = mint(ClientToken{id_of(1)}, key, stamp);
  EXPECT_EQ(verdict(checker.client(token, id_of(1), at(noon))), "accepted");
  EXPECT_EQ(checker.cached(), 1u);
  EXPECT_EQ(verdict(checker.client(token, id_of(2), at(noon))), "other_holder");
  EXPECT_EQ(verdict(checker.client(token, id_of(1), at(noon))), "accepted");
  auto const player = mint(AuthToken{ObjId{2}}, key, stamp);
  EXPECT_EQ(verdict(checker.auth(player, ObjId{2}, at(noon))), "accepted");
  EXPECT_EQ(verdict(checker.auth(player, ObjId{3}, at(noon))), "other_holder");
}

TEST_P(TokenCheckerTest, ACutOffFooterIsNoticed) {  // TK-05
  auto const token = mint(ClientToken{id_of(1)}, key, stamp);
  EXPECT_EQ(client(token.substr(0, token.rfind('.'))), "wrong_footer: it has none");
}

TEST_P(TokenCheckerTest, SignedNonsenseIsRefusedAndTheNextIsServed) {  // TK-04, UQ-46, TK2-05
  EXPECT_EQ(signed_worker("nonsense"), "malformed: its payload is no JSON object");
  EXPECT_EQ(signed_worker("{}"), "malformed: claim 'worker_id' is missing");
  EXPECT_EQ(signed_worker(R"({"exp":5})"), "malformed: claim 'exp' is no text");
  EXPECT_EQ(worker(mint(WorkerToken{id_of(1), "curl"}, key, stamp)), "accepted");
}

TEST_P(TokenCheckerTest, RetiredFormsAreRefusedAsSuch) {  // ST-13, TK-14
  auto const bare_id = id_of(1).text();
  EXPECT_EQ(signed_worker(bare_id), "malformed: a retired form of the worker token");
  auto const bare_host = drydock::token::mint("tcp", "key-id:moor_host", key);
  EXPECT_EQ(verdict(checker.host(bare_host, id_of(1), at(noon))),
            "malformed: a retired form of the host token");
  auto const old_client = drydock::token::mint(
      drydock::token::inspect(mint(ClientToken{id_of(1)}, key, stamp))->payload, "key-id:moor_rpc",
      key);
  EXPECT_EQ(client(old_client), "wrong_footer: a retired form of the client token");
  EXPECT_EQ(worker(bare_host), "wrong_footer: a retired form of the host token");
  // Whoever signed it: what is not signed by our key is not ours to explain.
  EXPECT_EQ(worker(drydock::token::mint(bare_id, "key-id:moor_worker", key_of(2))),
            "bad_signature");
}

TEST_P(TokenCheckerTest, ATokenOfThePreviousKeyIsGoodUntilItsEnd) {  // ST-10
  auto const token = mint(WorkerToken{id_of(1), "curl"}, key, stamp);
  EXPECT_EQ(worker(token), "accepted");
  ASSERT_TRUE(keys.trust(key_of(2).public_key()));
  EXPECT_EQ(worker(token, noon + 1h - 1ns), "accepted");
  EXPECT_EQ(worker(token, noon + 1h), "expired");
}

TEST_P(TokenCheckerTest, LeewayIsTheCallersToSet) {  // ST-01
  auto const token = mint(WorkerToken{id_of(1), "curl"}, key, stamp);
  Circumstances const late{keys, revocations, noon + 1h, 1s};
  EXPECT_EQ(verdict(checker.worker(token, id_of(1), late)), "accepted");
  EXPECT_EQ(worker(token, noon + 1h), "expired");
}

TEST(TokenProfile, OnlyTheStrictOneAsksForAnEnd) {  // hosts 7.6, TK2-12
  SecretKey const key = key_of(1);
  TrustedKeys const keys{key.public_key()};
  Revocations const revocations;
  Circumstances const now{keys, revocations, noon};
  auto const endless = mint(ClientToken{id_of(1)}, key, {});
  TokenChecker compatible{TokenProfile::compatible, 16};
  TokenChecker strict{TokenProfile::strict, 16};
  EXPECT_TRUE(compatible.client(endless, id_of(1), now));
  auto const refused = strict.client(endless, id_of(1), now);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message(), "the token is malformed: claim 'exp' is missing");
}

TEST(TokenChecker, WithACacheJudgesAsWithoutOne) {  // TK-06, ST-02
  SecretKey const key = key_of(1);
  EXPECT_TRUE(rc::check([&](std::vector<std::uint16_t> const& steps) {
    TrustedKeys keys{key.public_key()};
    Revocations revocations;
    TokenChecker cached{TokenProfile::strict, 2};
    TokenChecker plain{TokenProfile::strict, 0};
    for (std::uint16_t const step : steps) {
      auto const holder = id_of(static_cast<std::uint8_t>(step % 3));
      auto const asked = id_of(static_cast<std::uint8_t>(step / 3 % 3));
      if (step / 9 % 16 == 0) revocations.revoke(id_of(0).text(), noon + 1h);
      auto const token = mint(WorkerToken{holder, "curl"}, key, Stamp{noon, 10s, holder});
      Circumstances const now{keys, revocations, noon + std::chrono::seconds{step / 144 % 12}};
      bool const same = cached.worker(token, asked, now) == plain.worker(token, asked, now);
      RC_ASSERT(same);
    }
  }));
}

TEST(TokenChecker, NoErrorHoldsAnyOfTheTokenOrWhatItNames) {  // ST-12
  SecretKey const key = key_of(1);
  TrustedKeys const keys{key.public_key()};
  Revocations const revocations;
  TokenChecker checker{TokenProfile::strict, 0};
  Circumstances const now{keys, revocations, noon};
  std::string const secret = "hushhushhush";
  for (auto const& payload :
       {R"({"worker_id":")" + secret + R"("})", R"({"exp":")" + secret + R"("})",
        R"({"jti":{")" + secret + R"(":1}})", secret,
        R"({")" + secret + R"(":1,")" + secret + R"(":2})"}) {
    auto const token = drydock::token::mint(payload, "key-id:moor_worker", key);
    auto const refused = checker.worker(token, id_of(1), now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message().find(secret), std::string::npos);
    EXPECT_EQ(refused.error().message().find(token.substr(10, 8)), std::string::npos);
  }
}

}  // namespace
}  // namespace drydock::moor::token
