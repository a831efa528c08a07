#include "reference/token/key_ring.hpp"

#include <gtest/gtest.h>

#include "reference/token/claims.hpp"
#include "reference/token/paseto.hpp"
#include "reference/token/testing.hpp"
#include "reference/token/verify.hpp"

namespace drydock::token {
namespace {

using namespace std::chrono_literals;

class KeyRingTest : public testing::Test {
 protected:
  std::string verdict(std::string_view token) const {
    auto const read = verify(token, "f", {ring.keys(), revocations, WallTime{}});
    return read ? "accepted" : std::string(name(read.error().why));
  }

  KeyRing ring{key_of(1)};
  Revocations revocations;
  std::string const old_token = mint("{}", "f", key_of(1));
  std::string const new_token = mint("{}", "f", key_of(2));
};

TEST_F(KeyRingTest, AfterARotationBothKeysVerifyAndTheNewOneSigns) {  // ST-10
  EXPECT_EQ(verdict(new_token), "bad_signature");
  ASSERT_TRUE(ring.rotate(key_of(2)));
  EXPECT_EQ(verdict(old_token), "accepted");
  EXPECT_EQ(verdict(new_token), "accepted");
  EXPECT_EQ(mint("{}", "f", *ring.signing_key()), new_token);
}

TEST_F(KeyRingTest, ARevokedKeyIsRefusedAtOnceAndSaidToBe) {  // ST-10
  ASSERT_TRUE(ring.rotate(key_of(2)));
  ring.revoke(key_of(1).public_key());
  EXPECT_EQ(verdict(old_token), "revoked");
  EXPECT_EQ(verdict(new_token), "accepted");
}

TEST_F(KeyRingTest, ARevokedKeyDoesNotComeBack) {
  ASSERT_TRUE(ring.rotate(key_of(2)));
  ring.revoke(key_of(1).public_key());
  EXPECT_EQ(ring.rotate(key_of(1)).error().message,
            "key " + key_of(1).public_key().fingerprint() + " was revoked");
  EXPECT_FALSE(ring.add_previous(key_of(1).public_key()));
  EXPECT_EQ(*ring.signing_key(), key_of(2));
  EXPECT_EQ(verdict(old_token), "revoked");
}

TEST_F(KeyRingTest, ARetiredKeyMaySignAgain) {
  ASSERT_TRUE(ring.rotate(key_of(2)));
  ASSERT_TRUE(ring.retire(key_of(1).public_key()));
  EXPECT_EQ(verdict(old_token), "bad_signature");
  ASSERT_TRUE(ring.add_previous(key_of(1).public_key()));
  EXPECT_EQ(verdict(old_token), "accepted");
  EXPECT_EQ(ring.keys().trusted().front(), key_of(2).public_key());
}

TEST_F(KeyRingTest, TheSigningKeyIsNotRetired) {
  EXPECT_FALSE(ring.retire(key_of(1).public_key()));
  EXPECT_EQ(verdict(old_token), "accepted");
}

TEST_F(KeyRingTest, OnceItIsRevokedNothingSignsUntilTheNextRotation) {  // ST-10
  ring.revoke(key_of(1).public_key());
  EXPECT_EQ(verdict(old_token), "revoked");
  EXPECT_EQ(ring.signing_key(), nullptr);
  ASSERT_TRUE(ring.rotate(key_of(2)));
  EXPECT_EQ(mint("{}", "f", *ring.signing_key()), new_token);
  EXPECT_EQ(verdict(old_token), "revoked");
}

TEST(Revocations, HoldUntilTheTokenWouldHaveExpired) {
  Revocations revocations;
  auto const second = [](int k) { return WallTime::from_unix(std::chrono::seconds{k}); };
  revocations.revoke("a", second(10));
  revocations.revoke("b", second(20));
  revocations.revoke("b", second(15));
  revocations.forget_until(second(10) - 1ns);
  EXPECT_TRUE(revocations.revoked("a"));
  revocations.forget_until(second(10));
  EXPECT_FALSE(revocations.revoked("a"));
  revocations.forget_until(second(15));
  EXPECT_TRUE(revocations.revoked("b"));
  revocations.forget_until(second(20));
  EXPECT_EQ(revocations.size(), 0u);
}

TEST(PublicKey, OfSmallOrderOrOffTheCurveIsNone) {
  Bytes identity(32);
  identity[0] = 1;
  EXPECT_FALSE(PublicKey::from_bytes(identity));
  EXPECT_FALSE(PublicKey::from_bytes(Bytes(32, 0xff)));
  EXPECT_EQ(PublicKey::from_bytes(Bytes(31)).error().message,
            "an Ed25519 public key has 32 bytes, not 31");
}

TEST(SecretKey, GeneratedOnesDiffer) {
  EXPECT_FALSE(SecretKey::generate() == SecretKey::generate());
}

TEST(Verify, RefusesInTheOrderThatItPromises) {
  SecretKey const key = key_of(1);
  TrustedKeys const keys{key.public_key()};
  Revocations revocations;
  revocations.revoke("id", WallTime::max());
  auto const verdict = [&](std::string_view payload, WallTime now) {
    auto const read = verify(mint(payload, "f", key), "f", {keys, revocations, now});
    return read ? "accepted" : std::string(name(read.error().why));
  };
  constexpr std::string_view payload =
      R"({"exp":"1970-01-01T00:00:10Z","nbf":"1970-01-01T00:00:05Z","jti":"id"})";
  EXPECT_EQ(verdict("bare text", WallTime{}), "malformed");
  EXPECT_EQ(verdict(payload, WallTime{}), "not_yet_valid");
  EXPECT_EQ(verdict(payload, WallTime::from_unix(5s)), "revoked");
  EXPECT_EQ(verdict(payload, WallTime::from_unix(10s)), "expired");
}

TEST(DigestForPeople, HasEightDigitsOfBlake2b) {  // ST-12
  EXPECT_EQ(digest_for_people(""), "0e5751c0");
  EXPECT_EQ(digest_for_people("v4.public.x").size(), 8u);
}

TEST(Refused, NamesWhichItWas) {  // ST-03
  EXPECT_EQ((Refused{Refusal::expired, ""}.message()), "the token has expired");
  EXPECT_EQ((Refused{Refusal::wrong_footer, "it has none"}.message()),
            "the token has the wrong footer: it has none");
  EXPECT_EQ(name(Refusal::other_holder), "other_holder");
  EXPECT_EQ(name(Refusal::missing), "missing");
}

}  // namespace
}  // namespace drydock::token
