#include "simulator/world/duration_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

TEST(DurationText, ReadsUnitsAndFractions) {
  EXPECT_EQ(parse_duration("10s"), Duration{10s});
  EXPECT_EQ(parse_duration("12.5s"), Duration{12500ms});
  EXPECT_EQ(parse_duration("0.000000001s"), Duration{1ns});
  EXPECT_EQ(parse_duration("3m"), Duration{3min});
  EXPECT_EQ(parse_duration("1.5h"), Duration{90min});
  EXPECT_EQ(parse_duration("20us"), Duration{20us});
}

TEST(DurationText, QuotesWhatItCannotRead) {
  EXPECT_EQ(parse_duration("10").error().message,
            "'10' is no duration such as 10s, 12.5s or 100ms");
  for (char const* text : {"", "s", "-1s", "1.s", ".5s", "1e3s", "0.5ns", "0.0000000001s",
                           "99999999999999999999s", "9223372037s", "1 s"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(DurationText, IsShortAndExact) {
  EXPECT_EQ(to_text(Duration{12500ms}), "12.5s");
  EXPECT_EQ(to_text(Duration{120s}), "120s");
  EXPECT_EQ(to_text(Duration{1001ms}), "1.001s");
  EXPECT_EQ(to_text(Duration{900ms}), "900ms");
  EXPECT_EQ(to_text(Duration{1'000'001us}), "1000001us");
  EXPECT_EQ(to_text(Duration{0}), "0s");
}

RC_GTEST_PROP(DurationText, GoesThereAndBack, (std::int64_t number)) {
  Duration const duration{number < 0 ? -(number + 1) : number};
  RC_ASSERT(parse_duration(to_text(duration)) == duration);
}

TEST(DurationText, AnInstantIsCutToMilliseconds) {
  EXPECT_EQ(to_text(VirtualTime{10'001'999us}), "10.001");
}

}  // namespace
}  // namespace drydock::simulator
