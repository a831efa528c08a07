#include "reference/moor/host/words.hpp"

#include <gtest/gtest.h>

namespace drydock::moor::host {
namespace {

using Words = std::vector<std::string>;

TEST(Words, WhiteSpaceDividesAndEmptyWordsVanish) {
  EXPECT_EQ(split_words("  connect \t wizard  "), (Words{"connect", "wizard"}));
  EXPECT_EQ(split_words(""), Words{});
  EXPECT_EQ(split_words(" \t "), Words{});
  EXPECT_EQ(split_words("say \"\" x"), (Words{"say", "x"}));
}

TEST(Words, QuotesKeepBlanksAndAreRemoved) {
  EXPECT_EQ(split_words("connect \"Jo Smith\" secret"), (Words{"connect", "Jo Smith", "secret"}));
  EXPECT_EQ(split_words("a\"b c\"d"), (Words{"ab cd"}));
  EXPECT_EQ(split_words("open \"to the end"), (Words{"open", "to the end"}));
}

TEST(Words, ABackslashTakesTheNextCharacterAsItIs) {
  EXPECT_EQ(split_words("a\\ b \\\"c \\\\"), (Words{"a b", "\"c", "\\"}));
  EXPECT_EQ(split_words("end\\"), Words{"end\\"});
}

TEST(Words, TheFirstWordIsApartFromTheRest) {
  FirstWord const first = first_word("  PREFIX  ->  x ");
  EXPECT_EQ(first.word, "PREFIX");
  EXPECT_EQ(first.rest, "->  x");
  EXPECT_EQ(first_word("SUFFIX").rest, "");
  EXPECT_TRUE(same_ignoring_case("PreFix", "prefix"));
  EXPECT_FALSE(same_ignoring_case("prefix", "prefixes"));
}

}  // namespace
}  // namespace drydock::moor::host
