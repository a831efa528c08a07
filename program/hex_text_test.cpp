#include "program/hex_text.hpp"

#include <gtest/gtest.h>

namespace drydock::program {
namespace {

TEST(HexText, PairsOfDigitsAreBytes) {
  EXPECT_EQ(parse_hex("00fFA0"), (Bytes{0x00, 0xff, 0xa0}));
  EXPECT_EQ(parse_hex(" 0 0\tff\r\n"), (Bytes{0x00, 0xff}));
  EXPECT_EQ(parse_hex(""), Bytes{});
}

TEST(HexText, WhatIsNoDigitIsNamedByItsPlace) {
  EXPECT_EQ(parse_hex("00g"), Result<Bytes>(fail("character 3 (0x67) is no hexadecimal digit")));
  EXPECT_EQ(parse_hex("000"), Result<Bytes>(fail("the last byte has only one hexadecimal digit")));
}

}  // namespace
}  // namespace drydock::program
