#include "reference/core/rng.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace drydock {
namespace {

TEST(Rng, ASeedAlwaysGivesTheSameNumbers) {
  Rng rng{Seed{1}};
  EXPECT_EQ(rng.next(), 0xb3f2af6d0fc710c5);
  EXPECT_EQ(rng.next(), 0x853b559647364cea);
}

TEST(Rng, AForkDoesNotFeelWhatItsParentDrew) {
  Rng fresh{Seed{7}};
  Rng used{Seed{7}};
  used.next();
  EXPECT_EQ(fresh.fork("loss").next(), used.fork("loss").next());
}

TEST(Rng, ForksOfDifferentNamesDiffer) {
  Rng const rng{Seed{7}};
  EXPECT_NE(rng.fork("loss").next(), rng.fork("delay").next());
}

/// Of bounds that most numbers are below, and of some that many have to be drawn again for.
TEST(Rng, BelowGivesWhatDrawingEachUnfairNumberAgainDoes) {
  Rng bounds{Seed{3}};
  Rng rng{Seed{4}};
  Rng often{Seed{4}};
  Rng slow{Seed{4}};
  for (int k = 0; k < 10'000; ++k) {
    std::uint64_t const bound = (bounds.next() >> (k % 64)) | 1;
    std::uint64_t const unfair = (0 - bound) % bound;
    std::uint64_t drawn = slow.next();
    while (drawn < unfair) drawn = slow.next();
    EXPECT_EQ(rng.below(bound), drawn % bound);
    EXPECT_EQ(often.below(Bound{bound}), drawn % bound);
  }
}

TEST(Rng, OfEntropyDrawsEachNumberFromIt) {
  static std::uint64_t drawn;
  drawn = 0;
  Rng rng{[]() -> std::uint64_t { return ++drawn; }};
  EXPECT_EQ(rng.next(), 1U);
  EXPECT_EQ(rng.fork("tokens").next(), 2U);
  EXPECT_EQ(rng.fork("tokens").fork("ids").next(), 3U);
  std::uint8_t bytes[9] = {};
  rng.fill(bytes, sizeof bytes);
  EXPECT_EQ(bytes[0], 4);
  EXPECT_EQ(bytes[8], 5);
}

TEST(Rng, ABoundLeavesTheRemainderOfADivision) {
  Rng numbers{Seed{5}};
  for (int k = 0; k < 10'000; ++k) {
    std::uint64_t const value = numbers.next() >> (k % 64);
    if (value == 0) continue;
    Bound const bound{value};
    for (std::uint64_t const number :
         {std::uint64_t{0}, value - 1, value, numbers.next(), UINT64_MAX}) {
      ASSERT_EQ(bound.remainder(number), number % value) << number << " modulo " << value;
    }
  }
}

TEST(Rng, BelowStaysBelowAndReachesAll) {
  Rng rng{Seed{3}};
  std::vector<int> seen(10);
  for (int k = 0; k < 1000; ++k) ++seen[static_cast<std::size_t>(rng.below(10))];
  EXPECT_GT(*std::min_element(seen.begin(), seen.end()), 50);
}

TEST(Rng, OddsOfZeroNeverAndOddsOfOneAlways) {
  Rng rng{Seed{3}};
  for (int k = 0; k < 100; ++k) {
    EXPECT_FALSE(rng.chance({0, 5}));
    EXPECT_TRUE(rng.chance({5, 5}));
  }
}

TEST(Rng, AShuffleKeepsEveryItem) {
  Rng rng{Seed{9}};
  std::vector<int> items{1, 2, 3, 4, 5, 6, 7, 8};
  rng.shuffle(items);
  EXPECT_FALSE(std::is_sorted(items.begin(), items.end()));
  std::sort(items.begin(), items.end());
  EXPECT_EQ(items, (std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8}));
}

}  // namespace
}  // namespace drydock
