#include "reference/core/curve_key.hpp"

#include <gtest/gtest.h>

#include "reference/core/z85.hpp"

namespace drydock {
namespace {

// The test case of ZeroMQ RFC 32.
TEST(Z85, TheStandardsExampleIsHelloWorld) {
  Bytes const bytes{0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B};
  EXPECT_EQ(z85_encode(bytes), "HelloWorld");
  EXPECT_EQ(z85_decode("HelloWorld"), bytes);
}

TEST(Z85, WhatIsNotZ85IsRefusedWithoutQuotingIt) {
  EXPECT_EQ(z85_decode("Hell").error().message, "Z85 comes in groups of 5 characters, not 4");
  EXPECT_EQ(z85_decode("Hel~o").error().message, "character 4 is not of the Z85 alphabet");
  EXPECT_EQ(z85_decode("#####").error().message, "the 5 characters from 1 exceed 32 bits");
}

TEST(CurveKey, TextAndBackIsTheSame) {
  Rng rng{Seed{1}};
  for (int k = 0; k < 50; ++k) {
    CurveKeyPair const pair = CurveKeyPair::generate(rng);
    EXPECT_EQ(CurvePublicKey::parse(pair.public_key.z85()), pair.public_key);
    EXPECT_EQ(CurveSecretKey::parse(z85_of_secret(pair.secret_key)), pair.secret_key);
  }
}

// The keys that CurveZMQ's tests use: zmq_curve(7).
TEST(CurveKey, ThePublicKeyFollowsFromTheSecretOne) {
  auto const secret = CurveSecretKey::parse("D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs");
  ASSERT_TRUE(secret);
  EXPECT_EQ(CurveKeyPair::of(*secret).public_key.z85(), "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID");
}

TEST(CurveKey, ATextOfAnotherLengthIsRefused) {
  EXPECT_EQ(CurvePublicKey::parse("abc").error().message,
            "a CURVE key has 40 characters of Z85, not 3");
}

}  // namespace
}  // namespace drydock
