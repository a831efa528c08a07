#include "reference/load/schedule.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace drydock::load {
namespace {

using namespace std::chrono_literals;

constexpr VirtualTime begin{7s};

TEST(Schedule, GivesItsInstantsNotBeforeTheirTime) {
  Schedule schedule{begin, 4, 500ms};
  EXPECT_EQ(schedule.count(), 2u);
  EXPECT_EQ(schedule.take_due(begin - 1ns), std::nullopt);
  EXPECT_EQ(schedule.take_due(begin), begin);
  EXPECT_EQ(schedule.take_due(begin), std::nullopt);
  EXPECT_EQ(schedule.next(), begin + 250ms);
  EXPECT_EQ(schedule.take_due(begin + 250ms), begin + 250ms);
  EXPECT_EQ(schedule.next(), std::nullopt);
  EXPECT_EQ(schedule.take_due(begin + 1h), std::nullopt);
}

TEST(Schedule, WhoComesLateGetsAllThatWasDueAtTheInstantsAtWhichItWas) {
  Schedule schedule{begin, 1000, 10ms};
  std::vector<VirtualTime> taken;
  while (auto const instant = schedule.take_due(begin + 1min)) taken.push_back(*instant);
  ASSERT_EQ(taken.size(), 10u);
  EXPECT_EQ(taken.front(), begin);
  EXPECT_EQ(taken.back(), begin + 9ms);
}

TEST(Schedule, AnEmptyLengthHasNone) { EXPECT_EQ((Schedule{begin, 100, 0s}.next()), std::nullopt); }

RC_GTEST_PROP(ScheduleLaw, InstantsAreEvenlySpacedAndFillTheLength, ()) {
  auto const rate = *rc::gen::inRange<std::uint64_t>(1, 100'000);
  auto const length = Duration{*rc::gen::inRange<std::int64_t>(1, 20'000'000'000)};
  Schedule const schedule{begin, rate, length};
  RC_ASSERT(schedule.count() >= 1u);
  RC_ASSERT(schedule.at(schedule.count() - 1) < begin + length);
  RC_ASSERT(schedule.at(schedule.count()) + 1ns >= begin + length);
  auto const number = *rc::gen::inRange<std::uint64_t>(0, schedule.count());
  Duration const step = schedule.at(number + 1) - schedule.at(number);
  Duration const period{static_cast<std::int64_t>(1'000'000'000 / rate)};
  RC_ASSERT(step >= period && step <= period + 1ns);
}

}  // namespace
}  // namespace drydock::load
