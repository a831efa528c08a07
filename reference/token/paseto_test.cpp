#include "reference/token/paseto.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "reference/token/base64.hpp"
#include "reference/token/testing.hpp"

namespace drydock::token {
namespace {

SecretKey const key = key_of(1);
PublicKey const public_key = key.public_key();

std::string detail_of(std::string_view token, std::string_view footer = "f") {
  auto const read = verify(token, footer, public_key);
  return read ? "accepted" : std::string(name(read.error().why)) + ": " + read.error().detail;
}

TEST(Paseto, WhatWasMintedVerifies) {
  EXPECT_TRUE(rc::check(
      [](std::string const& payload, std::string const& footer, std::string const& assertion) {
        auto const token = mint(payload, footer, key, assertion);
        RC_ASSERT(verify(token, footer, public_key, assertion) == payload);
        RC_ASSERT(inspect(token)->payload == payload);
        RC_ASSERT(inspect(token)->footer == footer);
      }));
}

TEST(Paseto, NoCharacterOfATokenCanBeChanged) {  // TK-03, hosts TK2-04
  auto const token = mint(R"({"player":"#2"})", "key-id:moor_player", key);
  constexpr std::string_view tried =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n";
  for (std::size_t at = 0; at < token.size(); ++at) {
    for (char const character : tried) {
      if (character == token[at]) continue;
      auto changed = token;
      changed[at] = character;
      EXPECT_FALSE(verify(changed, "key-id:moor_player", public_key)) << at << character;
    }
    auto shorter = token;
    shorter.erase(at, 1);
    EXPECT_FALSE(verify(shorter, "key-id:moor_player", public_key)) << at;
  }
}

TEST(Paseto, EachCheckSaysWhatItSaw) {  // TK-03, TK-04, TK-05
  auto const good = mint("{}", "f", key);
  EXPECT_EQ(detail_of(good), "accepted");
  EXPECT_EQ(detail_of(""), "missing: ");
  EXPECT_EQ(detail_of("v3.public." + good.substr(10)),
            "malformed: it does not start with v4.public.");
  EXPECT_EQ(detail_of("v4.local." + good.substr(10)),
            "malformed: it does not start with v4.public.");
  EXPECT_EQ(detail_of(good + ".Zg"), "malformed: it has more than four segments");
  EXPECT_EQ(detail_of("v4.public.=.Zg"), "malformed: its payload is not base64url without padding");
  EXPECT_EQ(detail_of("v4.public." + to_base64url(Bytes(63)) + ".Zg"),
            "malformed: 63 bytes are shorter than a signature");
  EXPECT_EQ(detail_of(good + "="), "malformed: its footer is not base64url without padding");
  EXPECT_EQ(detail_of(good.substr(0, good.find('.', 10))), "wrong_footer: it has none");
  EXPECT_EQ(detail_of(good.substr(0, good.find('.', 10) + 1)),
            "malformed: its footer segment is empty");
  EXPECT_EQ(detail_of(good, "g"), "wrong_footer: ");
  EXPECT_EQ(detail_of(good, ""), "wrong_footer: ");
  EXPECT_EQ(detail_of(mint("{}", "f", key_of(2))), "bad_signature: ");
  EXPECT_EQ(detail_of(mint("{}", "f", key, "assertion")), "bad_signature: ");
  EXPECT_EQ(detail_of(std::string(token_size_max + 1, 'v')), "malformed: 65537 bytes, above 65536");
}

TEST(Paseto, ATokenWithoutPayloadIsSixtyFourBytesAndGood) {
  EXPECT_EQ(verify(mint("", "", key), "", public_key), "");
}

TEST(Paseto, AFooterMovedIntoThePayloadDoesNotVerify) {
  // The lengths are signed, so that no text can pass from one piece to its neighbour.
  auto const parts = inspect(mint("one", "two", key));
  ASSERT_TRUE(parts);
  Unverified const moved{"onet", parts->signature, "wo"};
  EXPECT_TRUE(signed_by(*parts, public_key));
  EXPECT_FALSE(signed_by(moved, public_key));
}

TEST(Paseto, NoErrorHoldsAnyOfTheToken) {  // ST-12
  EXPECT_TRUE(rc::check([](std::string const& tail) {
    std::string const secret = "SECRETsecretSECRET";
    for (auto const& token :
         {secret + tail, "v4.public." + secret + tail, mint(secret, "f", key_of(2)) + tail,
          mint(secret, secret, key) + tail}) {
      auto const read = verify(token, "f", public_key);
      RC_PRE(!read);
      auto const message = read.error().message();
      RC_ASSERT(message.find(secret) == std::string::npos);
      RC_ASSERT(message.find(to_base64url(bytes_of(secret))) == std::string::npos);
    }
  }));
}

}  // namespace
}  // namespace drydock::token
