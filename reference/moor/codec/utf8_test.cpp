#include "reference/moor/codec/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace drydock::moor {
namespace {

TEST(Utf8, TextOfEveryLengthIsWellFormed) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("more than eight plain characters"));
  EXPECT_TRUE(is_utf8("eight...\xc3\xa4\xe2\x82\xac\xf0\x9f\x9a\xa2 and on"));
  EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
}

TEST(Utf8, WhatRfc3629ForbidsIsNot) {
  for (auto const* bad : {
           "\x80",              // A continuation without a beginning.
           "plain, then \xc3",  // A beginning without its continuation.
           "\xc0\xaf",          // Overlong in two,
           "\xe0\x80\xaf",      // in three,
           "\xf0\x80\x80\xaf",  // and in four bytes.
           "\xed\xa0\x80",      // A surrogate.
           "\xf4\x90\x80\x80",  // Above U+10FFFF.
           "\xff",
       }) {
    EXPECT_FALSE(is_utf8(bad)) << bad;
  }
}

TEST(Utf8, NoPlaceOfATextIsLeftOut) {
  for (std::size_t size = 1; size < 140; ++size) {
    std::string text(size, 'x');
    EXPECT_TRUE(is_utf8(text)) << size;
    for (std::size_t at = 0; at < size; ++at) {
      text[at] = '\x80';
      EXPECT_FALSE(is_utf8(text)) << at << " of " << size;
      text[at] = 'x';
    }
  }
}

TEST(Utf8, TextIsCutBetweenCharacters) {
  EXPECT_EQ(utf8_front("abc", 3), "abc");
  EXPECT_EQ(utf8_front("ab\xc3\xa4", 3), "ab");
  EXPECT_EQ(utf8_front("\xf0\x9f\x9a\xa2", 3), "");
  EXPECT_EQ(utf8_front("\x80\x80\x80\x80\x80\x80\x80\x80", 6), "\x80\x80\x80");
}

}  // namespace
}  // namespace drydock::moor
