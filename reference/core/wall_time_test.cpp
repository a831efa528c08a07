#include "reference/core/wall_time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

namespace drydock {
namespace {

using namespace std::chrono_literals;

std::string read(std::string_view text) {
  Result<WallTime> const time = WallTime::parse(text);
  return time ? time->text() : "refused";
}

TEST(WallTime, TheEpochIsTheStartOf1970) {
  EXPECT_EQ(WallTime{}.text(), "1970-01-01T00:00:00Z");
  EXPECT_EQ(WallTime::parse("1970-01-01T00:00:00Z"), WallTime{});
  EXPECT_EQ(WallTime::from_unix(1'784'000'000s).text(), "2026-07-14T03:33:20Z");
  EXPECT_EQ(WallTime::from_unix(-1ns).text(), "1969-12-31T23:59:59.999999999Z");
}

TEST(WallTime, AFractionIsWrittenInThreesAndOnlyWhereNeeded) {
  EXPECT_EQ(WallTime::from_unix(500ms).text(), "1970-01-01T00:00:00.500Z");
  EXPECT_EQ(WallTime::from_unix(1us).text(), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(WallTime::from_unix(1ns).text(), "1970-01-01T00:00:00.000000001Z");
  EXPECT_EQ(WallTime::from_unix(1500ms).whole_seconds().text(), "1970-01-01T00:00:01Z");
}

TEST(WallTime, AnOffsetNamesTheSameInstant) {
  EXPECT_EQ(read("2022-01-01T00:00:00+00:00"), "2022-01-01T00:00:00Z");
  EXPECT_EQ(read("2022-01-01T00:00:00-00:00"), "2022-01-01T00:00:00Z");
  EXPECT_EQ(read("2022-01-01T00:30:00+05:30"), "2021-12-31T19:00:00Z");
  EXPECT_EQ(read("2022-01-01T23:59:59-23:59"), "2022-01-02T23:58:59Z");
}

TEST(WallTime, WhatIsFinerThanANanosecondIsRoundedUp) {
  EXPECT_EQ(read("2022-01-01T00:00:00.5Z"), "2022-01-01T00:00:00.500Z");
  EXPECT_EQ(read("2022-01-01T00:00:00.1234567890000Z"), "2022-01-01T00:00:00.123456789Z");
  EXPECT_EQ(read("2022-01-01T00:00:00.1234567890001Z"), "2022-01-01T00:00:00.123456790Z");
  EXPECT_EQ(read("2022-01-01T00:00:00.99999999999Z"), "2022-01-01T00:00:01Z");
}

TEST(WallTime, ALeapSecondIsReadWhereThereCanBeOne) {
  EXPECT_EQ(read("1990-12-31T23:59:60Z"), "1991-01-01T00:00:00Z");
  EXPECT_EQ(read("1990-12-31T15:59:60-08:00"), "1991-01-01T00:00:00Z");
  EXPECT_EQ(read("2015-06-30T23:59:60.5Z"), "2015-07-01T00:00:00.500Z");
  EXPECT_EQ(read("1990-12-30T23:59:60Z"), "refused");
  EXPECT_EQ(read("1990-12-31T22:59:60Z"), "refused");
  EXPECT_EQ(read("1990-12-31T23:59:61Z"), "refused");
}

TEST(WallTime, TheCalendarEndsWithYears1And9999) {
  EXPECT_EQ(WallTime::min().text(), "0001-01-01T00:00:00Z");
  EXPECT_EQ(WallTime::max().text(), "9999-12-31T23:59:59.999999999Z");
  EXPECT_EQ(WallTime::parse("0001-01-01T00:00:00Z"), WallTime::min());
  EXPECT_EQ(WallTime::parse("9999-12-31T23:59:59.999999999Z"), WallTime::max());
  EXPECT_EQ(read("0000-12-31T23:59:59Z"), "refused");
  EXPECT_EQ(read("0001-01-01T00:00:00+00:01"), "refused");
  EXPECT_EQ(read("9999-12-31T23:59:59.9999999999Z"), "refused");
  EXPECT_EQ(WallTime::max() + 1ns, WallTime::max());
  EXPECT_EQ(WallTime::min() - 1ns, WallTime::min());
}

TEST(WallTime, WhatIsNoTimeIsQuoted) {
  EXPECT_EQ(WallTime::parse("noon").error().message, "'noon' is no RFC 3339 time");
  for (char const* const text : {"",
                                 "2022-01-01",
                                 "2022-01-01t00:00:00Z",
                                 "2022-01-01T00:00:00z",
                                 "2022-01-01 00:00:00Z",
                                 "2022-01-01T00:00:00",
                                 "2022-01-01T00:00Z",
                                 "2022-01-01T00:00:00.Z",
                                 "2022-01-01T24:00:00Z",
                                 "2022-01-01T00:60:00Z",
                                 "2022-02-29T00:00:00Z",
                                 "2022-13-01T00:00:00Z",
                                 "2022-00-01T00:00:00Z",
                                 "2022-01-00T00:00:00Z",
                                 "2022-01-01T00:00:00+24:00",
                                 "2022-01-01T00:00:00+00:60",
                                 "2022-01-01T00:00:00+0000",
                                 "2022-01-01T00:00:00,5Z",
                                 "22-01-01T00:00:00Z",
                                 "+2022-01-01T00:00:00Z",
                                 " 2022-01-01T00:00:00Z",
                                 "2022-01-01T00:00:00Z ",
                                 "2022-1-01T00:00:00Z"}) {
    EXPECT_EQ(read(text), "refused") << text;
  }
}

TEST(WallTime, DifferencesStopAtWhatADurationHolds) {
  EXPECT_EQ(WallTime::from_unix(3s) - WallTime::from_unix(1ns), 2'999'999'999ns);
  EXPECT_EQ(WallTime::from_unix(1ns) - WallTime::from_unix(3s), -2'999'999'999ns);
  EXPECT_EQ(WallTime::max() - WallTime::min(), Duration::max());
  EXPECT_EQ(WallTime::min() - WallTime::max(), Duration::min());
  EXPECT_EQ((WallTime{} - Duration::min()) - WallTime{}, Duration::max());
}

TEST(WallTime, TextAndBackIsTheSame) {
  EXPECT_TRUE(rc::check([](std::int64_t nanoseconds) {
    WallTime const time = WallTime::from_unix(Duration{nanoseconds});
    RC_ASSERT(WallTime::parse(time.text()) == time);
  }));
}

TEST(WallTime, OrderIsThatOfTheNanoseconds) {
  EXPECT_TRUE(rc::check([](std::int64_t one, std::int64_t other) {
    RC_ASSERT((WallTime::from_unix(Duration{one}) < WallTime::from_unix(Duration{other})) ==
              (one < other));
  }));
}

TEST(WallTime, AddingAndTakingAwayAgainChangesNothing) {
  EXPECT_TRUE(rc::check([](std::int32_t seconds, std::int64_t nanoseconds) {
    WallTime const time = WallTime::from_unix(std::chrono::seconds{seconds});
    RC_ASSERT(time + Duration{nanoseconds} - Duration{nanoseconds} == time);
  }));
}

}  // namespace
}  // namespace drydock
