#include "reference/moor/codec/symbol.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/moor/codec/generators.hpp"

namespace drydock::moor {
namespace {

TEST(Symbol, CaseIsFoldedBeyondAscii) {
  EXPECT_EQ(fold("CURL"), "curl");
  EXPECT_EQ(fold("\xc3\x84pfel"), "\xc3\xa4pfel");  // U+00C4 to U+00E4.
  EXPECT_EQ(fold("Stra\xc3\x9f"
                 "e"),
            "strasse");                  // One character to two.
  EXPECT_EQ(fold("\xe2\x84\xaa"), "k");  // The Kelvin sign.
}

TEST(Symbol, BytesThatAreNotUtf8StayAsTheyAre) {
  EXPECT_EQ(fold("A\xff\xc3"
                 "B\xc3"),
            "a\xff\xc3"
            "b\xc3");
}

TEST(Symbol, SymbolsDifferBySpellingButAreTheSame) {
  EXPECT_NE(Symbol{"Curl"}, Symbol{"curl"});
  EXPECT_TRUE(same_symbol(Symbol{"Curl"}, Symbol{"cURL"}));
  EXPECT_FALSE(same_symbol(Symbol{"curl"}, Symbol{"curls"}));
}

RC_GTEST_PROP(Symbol, ComparingFoldsBothSides, ()) {
  auto const part = rc::gen::oneOf(any_text(), any_bytes());
  auto const shared = *part;
  auto const a = shared + *part;
  auto const b = shared + *part;
  RC_ASSERT((compare_folded(a, b) <=> 0) == (fold(a).compare(fold(b)) <=> 0));
}

RC_GTEST_PROP(Symbol, FoldingTwiceIsFoldingOnce, ()) {
  auto const once = fold(*rc::gen::oneOf(any_text(), any_bytes()));
  RC_ASSERT(fold(once) == once);
}

}  // namespace
}  // namespace drydock::moor
