#include "reference/token/verification_cache.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <set>
#include <vector>

#include "reference/token/paseto.hpp"
#include "reference/token/testing.hpp"

namespace drydock::token {
namespace {

using namespace std::chrono_literals;

std::string timed(SecretKey const& key, std::string id, Duration from, Duration to) {
  return mint(payload_of({{"nbf", at(from).text()}, {"exp", at(to).text()}, {"jti", id}}), "f",
              key);
}

using Cache = VerificationCache<Claims>;

Accepted<Claims> all_of_it(Claims const& claims) { return claims; }

bool says_the_same(Vouched<Claims> const& cached, Verified const& fresh) {
  return cached == Vouched<Claims>{fresh.footer, fresh.key, fresh.registered, fresh.claims};
}

class VerificationCacheTest : public testing::Test {
 protected:
  std::string verdict(std::string_view shown, Duration now, std::string_view footer = "f") {
    auto const read = cache.verify(shown, footer, {keys, revocations, at(now)}, all_of_it);
    return read ? "accepted" : std::string(name(read.error().why));
  }

  SecretKey key = key_of(1);
  TrustedKeys keys{key.public_key()};
  Revocations revocations;
  Cache cache{3};
  std::string token = timed(key, "id", 0s, 10s);
};

TEST_F(VerificationCacheTest, NoEntryOutlivesItsToken) {  // ST-02
  EXPECT_EQ(verdict(token, 10s - 1ns), "accepted");
  EXPECT_TRUE(cache.holds(token));
  EXPECT_EQ(verdict(token, 10s), "expired");
  EXPECT_FALSE(cache.holds(token));
}

TEST_F(VerificationCacheTest, ARevocationEndsAnEntry) {  // ST-02, TK-07
  EXPECT_EQ(verdict(token, 1s), "accepted");
  revocations.revoke("id", at(10s));
  EXPECT_EQ(verdict(token, 1s), "revoked");
  EXPECT_FALSE(cache.holds(token));
}

TEST_F(VerificationCacheTest, AKeyThatIsTrustedNoMoreEndsItsEntries) {  // ST-02, ST-10, TK-07
  EXPECT_EQ(verdict(token, 1s), "accepted");
  keys.retire(key.public_key());
  EXPECT_EQ(verdict(token, 1s), "bad_signature");
  EXPECT_FALSE(cache.holds(token));
  ASSERT_TRUE(keys.trust(key.public_key()));
  EXPECT_EQ(verdict(token, 1s), "accepted");
  keys.revoke(key.public_key());
  EXPECT_EQ(verdict(token, 1s), "revoked");
  EXPECT_FALSE(cache.holds(token));
}

TEST_F(VerificationCacheTest, AnEntryIsOfItsFooterOnly) {  // TK-03
  EXPECT_EQ(verdict(token, 1s), "accepted");
  EXPECT_EQ(verdict(token, 1s, "g"), "wrong_footer");
  EXPECT_EQ(verdict(token.substr(0, token.rfind('.')), 1s), "wrong_footer");
}

TEST_F(VerificationCacheTest, AHitSaysWhatTheTokenSays) {  // UQ-45
  auto const fresh = cache.verify(token, "f", {keys, revocations, at(1s)}, all_of_it);
  auto const hit = cache.verify(token, "f", {keys, revocations, at(2s)}, all_of_it);
  ASSERT_TRUE(fresh && hit);
  EXPECT_EQ(**fresh, **hit);
  EXPECT_EQ((*hit)->said.text("jti"), "id");
}

TEST_F(VerificationCacheTest, RefusedTokensTakeNoRoom) {
  EXPECT_EQ(verdict(token, 1s), "accepted");
  for (int k = 0; k < 10; ++k) verdict("v4.public.garbage" + std::to_string(k), 1s);
  EXPECT_EQ(verdict(timed(key_of(2), "id", 0s, 10s), 1s), "bad_signature");
  EXPECT_EQ(cache.size(), 1u);
  EXPECT_TRUE(cache.holds(token));
}

TEST_F(VerificationCacheTest, WhatItsReaderRefusesTakesNoRoom) {
  auto const refusing = [](Claims const&) -> Accepted<Claims> {
    return refuse(Refusal::malformed, "claim 'client_id' is missing");
  };
  Circumstances const circumstances{keys, revocations, at(1s)};
  EXPECT_EQ(cache.verify(token, "f", circumstances, refusing).error().detail,
            "claim 'client_id' is missing");
  EXPECT_EQ(cache.size(), 0u);
  EXPECT_TRUE(cache.verify(token, "f", circumstances, all_of_it));
}

TEST_F(VerificationCacheTest, TheLeastRecentlyUsedMakesRoom) {  // TK-07
  std::vector<std::string> tokens;
  for (int k = 0; k < 4; ++k) tokens.push_back(timed(key, std::to_string(k), 0s, 10s));
  for (int k : {0, 1, 2, 0, 3}) {
    EXPECT_EQ(verdict(tokens[static_cast<std::size_t>(k)], 1s), "accepted");
  }
  EXPECT_EQ(cache.size(), 3u);
  EXPECT_TRUE(cache.holds(tokens[0]));
  EXPECT_FALSE(cache.holds(tokens[1]));
}

TEST_F(VerificationCacheTest, StaysBoundedUnderManyTokens) {  // TK-07
  Cache bounded{100};
  for (int k = 0; k < 5000; ++k) {
    auto const fresh = timed(key, std::to_string(k), 0s, 10s);
    ASSERT_TRUE(bounded.verify(fresh, "f", {keys, revocations, at(1s)}, all_of_it));
    ASSERT_LE(bounded.size(), 100u);
  }
  EXPECT_EQ(bounded.size(), 100u);
}

TEST(TokenHash, IsAnotherForEachToken) {
  SecretKey const key = key_of(1);
  for (std::string const footer :
       {"", "f", "key-id:moor_client",
        "a footer of any length, longer than a signature is, and more"}) {
    std::set<std::size_t> hashes;
    for (int k = 0; k < 100; ++k) hashes.insert(TokenHash{}(mint(std::to_string(k), footer, key)));
    EXPECT_EQ(hashes.size(), 100u) << footer;
  }
}

TEST(VerificationCache, OfNoCapacityHoldsNothing) {
  SecretKey const key = key_of(1);
  TrustedKeys const keys{key.public_key()};
  Revocations const revocations;
  Cache cache{0};
  EXPECT_TRUE(cache.verify(mint("{}", "f", key), "f", {keys, revocations, WallTime{}}, all_of_it));
  EXPECT_EQ(cache.size(), 0u);
}

/// A few tokens whose fates differ, for a law over everything that can happen to them.
std::vector<std::string> many_fates(std::array<SecretKey, 3> const& signers) {
  std::vector<std::string> tokens{"",
                                  "v4.public.x",
                                  mint("bare", "f", signers[0]),
                                  mint("{}", "f", signers[1]),
                                  mint("{}", "", signers[0]),
                                  mint("{}", "g", signers[0]),
                                  mint(R"({"exp":5})", "f", signers[0])};
  for (auto const& signer : signers) {
    tokens.push_back(timed(signer, "a", 0s, 6s));
    tokens.push_back(timed(signer, "b", 3s, 9s));
  }
  return tokens;
}

TEST(VerificationCache, ItsVerdictIsAlwaysThatOfNoCache) {  // ST-02, TK-06, TK-07
  std::array<SecretKey, 3> const signers{key_of(1), key_of(2), key_of(3)};
  auto const tokens = many_fates(signers);
  EXPECT_TRUE(rc::check([&](std::vector<std::uint32_t> const& steps) {
    TrustedKeys keys{signers[0].public_key()};
    Revocations revocations;
    Cache cache{*rc::gen::inRange<std::size_t>(0, 4)};
    Duration now = 0s;
    for (std::uint32_t const step : steps) {
      std::uint32_t const choice = step >> 8;
      auto const signer = signers[choice % 3].public_key();
      switch (step % 16) {
        case 0:
          (void)keys.trust(signer);
          break;  // Fails once it was revoked, as it should.
        case 1:
          keys.retire(signer);
          break;
        case 2:
          if (choice % 4 == 0) keys.revoke(signer);
          break;
        case 3:
          revocations.revoke(choice % 2 == 0 ? "a" : "b", at(9s));
          break;
        case 4:
          revocations.forget_until(at(9s));
          break;
        case 5:
          now = Duration{static_cast<std::int64_t>(choice % 11) * 1'000'000'000};
          break;
        case 6:
          now += 1ns;
          break;
        case 7:
          now -= 1ns;
          break;
        default:
          break;
      }
      auto const& token = tokens[choice % tokens.size()];
      Circumstances const circumstances{keys, revocations, at(now), choice % 5 == 0 ? 1s : 0s};
      for (auto const footer : {"f", "g"}) {
        auto const cached = cache.verify(token, footer, circumstances, all_of_it);
        auto const fresh = verify(token, footer, circumstances);
        RC_ASSERT(cached.has_value() == fresh.has_value());
        bool const same = fresh ? says_the_same(**cached, *fresh) : cached.error() == fresh.error();
        RC_ASSERT(same);
      }
    }
  }));
}

}  // namespace
}  // namespace drydock::token
