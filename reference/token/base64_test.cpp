#include "reference/token/base64.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace drydock::token {
namespace {

TEST(Base64, ThePublishedTextsAreWritten) {
  // RFC 4648 section 10.
  EXPECT_EQ(to_base64(bytes_of("foobar")), "Zm9vYmFy");
  EXPECT_EQ(to_base64(bytes_of("fooba")), "Zm9vYmE=");
  EXPECT_EQ(to_base64(bytes_of("foob")), "Zm9vYg==");
  EXPECT_EQ(to_base64url(bytes_of("foob")), "Zm9vYg");
  EXPECT_EQ(to_base64url(Bytes{0xfb, 0xff}), "-_8");
  EXPECT_EQ(to_base64url({}), "");
}

TEST(Base64, ATokenHasOneSpellingOnly) {
  EXPECT_EQ(from_base64url("Zm9vYg"), bytes_of("foob"));
  EXPECT_EQ(from_base64url("Zm9vYg=="), std::nullopt);  // Padding.
  EXPECT_EQ(from_base64url("Zm9vYh"), std::nullopt);    // A bit behind the last byte.
  EXPECT_EQ(from_base64url("Zm9vY"), std::nullopt);     // Six bits are no byte.
  EXPECT_EQ(from_base64url("Zm9v\n"), std::nullopt);
  EXPECT_EQ(from_base64url("+/8"), std::nullopt);
  EXPECT_EQ(from_base64url(std::string_view("Zm9v\0", 5)), std::nullopt);
}

TEST(Base64, PemMayBreakLinesAndNothingElse) {
  EXPECT_EQ(from_base64("Zm9v\r\nYg==\n"), bytes_of("foob"));
  EXPECT_EQ(from_base64("Zm9vYg"), std::nullopt);
  EXPECT_EQ(from_base64("Zm9vYh=="), std::nullopt);
  EXPECT_EQ(from_base64("Zm9vYg==Zm9v"), std::nullopt);
}

TEST(Base64, TextAndBackIsTheSame) {
  EXPECT_TRUE(rc::check([](Bytes const& bytes) {
    RC_ASSERT(from_base64url(to_base64url(bytes)) == bytes);
    RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
  }));
}

TEST(Base64, WhatIsReadIsWrittenAsItWasRead) {
  // Few characters, so that many texts are readable.
  auto const texts =
      rc::gen::container<std::string>(rc::gen::element('A', 'B', 'Q', 'g', '-', '='));
  EXPECT_TRUE(rc::check([&] {
    std::string const text = *texts;
    auto const bytes = from_base64url(text);
    if (bytes) RC_ASSERT(to_base64url(*bytes) == text);
  }));
}

}  // namespace
}  // namespace drydock::token
