#include "reference/moor/codec/var_order.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "reference/moor/codec/generators.hpp"

namespace drydock::moor {
namespace {

constexpr std::int64_t two_to_53 = std::int64_t{1} << 53;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr auto int_max = std::numeric_limits<std::int64_t>::max();
constexpr auto int_min = std::numeric_limits<std::int64_t>::min();

TEST(VarOrder, KindsStandInTheDaemonsOrder) {
  std::vector<Var> const sorted{None{},      true,     Obj(ObjId{5}), -1,
                                List{},      "text",   Map{},         Flyweight{},
                                Symbol{"a"}, Binary{}, ErrorValue{},  Lambda{}};
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    for (std::size_t j = 0; j < sorted.size(); ++j) {
      EXPECT_TRUE((compare(sorted[i], sorted[j]) <=> 0) == (i <=> j)) << i << " and " << j;
    }
  }
}

TEST(VarOrder, IntegersAndFloatsCompareByValueExactly) {
  EXPECT_TRUE(compare(1, 1.0) == 0);
  EXPECT_TRUE(compare(0.0, -0.0) == 0);
  EXPECT_TRUE(compare(1, 1.5) < 0);
  EXPECT_TRUE(compare(-1, -1.5) > 0);
  EXPECT_TRUE(compare(Var(two_to_53 + 1), Var(9007199254740992.0)) > 0);
  EXPECT_TRUE(compare(Var(int_max), Var(9223372036854775808.0)) < 0);
  EXPECT_TRUE(compare(Var(int_min), Var(-9223372036854775808.0)) == 0);
  EXPECT_TRUE(compare(Var(int_min), Var(-9223372036854777856.0)) > 0);
  EXPECT_TRUE(compare(Var(int_max), Var(infinity)) < 0);
  EXPECT_TRUE(compare(Var(int_min), Var(-infinity)) > 0);
}

TEST(VarOrder, NotANumberIsOneKeyAboveAllNumbers) {
  EXPECT_TRUE(compare(nan, -nan) == 0);
  EXPECT_TRUE(compare(infinity, nan) < 0);
  EXPECT_TRUE(compare(Var(int_max), nan) < 0);
  EXPECT_TRUE(compare(nan, List{}) < 0);
}

TEST(VarOrder, StringsAndSymbolsCompareWithoutCase) {
  EXPECT_TRUE(compare("Key", "kEY") == 0);
  EXPECT_TRUE(compare("a", "B") < 0);
  EXPECT_TRUE(compare(Symbol{"A"}, Symbol{"a"}) == 0);
  EXPECT_TRUE(compare("ab", "abc") < 0);
}

TEST(VarOrder, ContainersCompareElementByElement) {
  EXPECT_TRUE(compare(list_of({1, 2}), list_of({1, 2, 0})) < 0);
  EXPECT_TRUE(compare(list_of({2}), list_of({1, 2})) > 0);
  EXPECT_TRUE(compare(Map{{{1, 2}}}, Map{{{1, 3}}}) < 0);
  EXPECT_TRUE(compare(Flyweight{ObjId{1}, {{Symbol{"a"}, 1}}, {}},
                      Flyweight{ObjId{1}, {{Symbol{"A"}, 2}}, {}}) < 0);
}

TEST(VarOrder, MapsAreSortedAndTheLastValueWins) {
  auto const map = make_map({{"b", 1}, {2, "two"}, {"B", 3}, {2.0, "zwei"}});
  EXPECT_EQ(map, (Map{{{2, "zwei"}, {"b", 3}}}));
}

TEST(VarOrder, SlotsAreSortedAndTheLastOneSurvives) {
  auto const flyweight =
      make_flyweight(ObjId{1}, {{Symbol{"b"}, 1}, {Symbol{"A"}, 2}, {Symbol{"B"}, 3}}, {});
  EXPECT_EQ(flyweight, (Flyweight{ObjId{1}, {{Symbol{"A"}, 2}, {Symbol{"B"}, 3}}, {}}));
}

RC_GTEST_PROP(VarOrder, SidesSwappedTurnTheOrder, (Var const& a, Var const& b)) {
  RC_ASSERT((compare(a, b) <=> 0) == (0 <=> compare(b, a)));
}

RC_GTEST_PROP(VarOrder, EverythingIsEquivalentToItself, (Var const& a)) {
  RC_ASSERT((compare(a, a) == 0));
}

/// Small values, so that many of the three meet in order or as equals.
RC_GTEST_PROP(VarOrder, LessAndEquivalentAreTransitive, ()) {
  auto const small = rc::gen::resize(5, rc::gen::arbitrary<Var>());
  auto const a = *small;
  auto const b = *small;
  auto const c = *small;
  if (compare(a, b) <= 0 && compare(b, c) <= 0) RC_ASSERT((compare(a, c) <= 0));
  if (compare(a, b) == 0 && compare(b, c) == 0) RC_ASSERT((compare(a, c) == 0));
}

RC_GTEST_PROP(VarOrder, NumbersAreTransitive, ()) {
  auto const number =
      rc::gen::oneOf(rc::gen::map(any_float(), [](Float value) { return Var(value); }),
                     rc::gen::map(any_integer(), [](std::int64_t value) { return Var(value); }));
  auto const a = *number;
  auto const b = *number;
  auto const c = *number;
  if (compare(a, b) <= 0 && compare(b, c) <= 0) RC_ASSERT((compare(a, c) <= 0));
}

RC_GTEST_PROP(VarOrder, MakingAMapAgainChangesNothing, ()) {
  auto const map =
      make_map(*rc::gen::scale(0.2, rc::gen::arbitrary<std::vector<std::pair<Var, Var>>>()));
  for (std::size_t i = 1; i < map.pairs.size(); ++i) {
    RC_ASSERT((compare(map.pairs[i - 1].first, map.pairs[i].first) < 0));
  }
  RC_ASSERT(make_map(map.pairs) == map);
}

}  // namespace
}  // namespace drydock::moor
