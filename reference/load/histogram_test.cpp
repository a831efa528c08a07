#include "reference/load/histogram.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace drydock::load {
namespace {

using namespace std::chrono_literals;

TEST(Histogram, OfNothingIsZero) {
  Histogram const nothing;
  EXPECT_EQ(nothing.count(), 0u);
  EXPECT_EQ(nothing.at_per_mille(500), 0ns);
  EXPECT_EQ(nothing.max(), 0ns);
}

TEST(Histogram, OneSlowAnswerInAHundredIsTheLastPercentile) {
  Histogram seen;
  for (int i = 0; i < 99; ++i) seen.add(1ms);
  seen.add(2s);
  EXPECT_GE(seen.at_per_mille(990), 1ms);
  EXPECT_LE(seen.at_per_mille(990), Duration{1ms} + Duration{1ms} / 128);
  EXPECT_EQ(seen.at_per_mille(991), 2s);
  EXPECT_EQ(seen.max(), 2s);
}

TEST(Histogram, SmallOnesAreExactAndNegativeOnesAreNone) {
  Histogram seen;
  for (Duration const one : {-5ns, 1ns, 100ns, 127ns}) seen.add(one);
  EXPECT_EQ(seen.at_per_mille(250), 0ns);
  EXPECT_EQ(seen.at_per_mille(500), 1ns);
  EXPECT_EQ(seen.at_per_mille(750), 100ns);
  EXPECT_EQ(seen.at_per_mille(1000), 127ns);
}

TEST(Histogram, TheGreatestThereIsHasAPlace) {
  Histogram seen;
  seen.add(Duration::max());
  EXPECT_EQ(seen.at_per_mille(1000), Duration::max());
}

RC_GTEST_PROP(HistogramLaw, IsNeverTooShortAndHardlyTooLong, ()) {
  auto const exponent = *rc::gen::inRange(1, 62);
  auto values = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << exponent)));
  auto const per_mille = *rc::gen::inRange<std::uint64_t>(1, 1001);
  Histogram seen;
  for (auto const value : values) seen.add(Duration{value});
  std::sort(values.begin(), values.end());
  auto const rank = (values.size() * per_mille + 999) / 1000;
  std::int64_t const exact = values.at(rank - 1);
  std::int64_t const found = seen.at_per_mille(per_mille).count();
  RC_ASSERT(found >= exact);
  RC_ASSERT(found <= exact + exact / 128);
  RC_ASSERT(seen.at_per_mille(1000).count() == values.back());
}

}  // namespace
}  // namespace drydock::load
