#include "simulator/world/node_clock.hpp"

#include <gtest/gtest.h>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

std::string text_at(NodeClock const& clock, Duration time) {
  return clock.wall_time(VirtualTime{time}).text();
}

TEST(NodeClock, ARightOneBeginsWithTheYear2026) {
  NodeClock const clock;
  EXPECT_EQ(text_at(clock, 0s), "2026-01-01T00:00:00Z");
  EXPECT_EQ(text_at(clock, 90s), "2026-01-01T00:01:30Z");
}

TEST(NodeClock, ASkewIsWhatItIsWrongByWhateverItWasBefore) {
  NodeClock clock;
  clock.skew(VirtualTime{10s}, 5s);
  clock.skew(VirtualTime{10s}, -5s);
  EXPECT_EQ(text_at(clock, 10s), "2026-01-01T00:00:05Z");
  EXPECT_EQ(text_at(clock, 20s), "2026-01-01T00:00:15Z");
}

TEST(NodeClock, StepsAddUpAndGoBackToo) {
  NodeClock clock;
  clock.step(VirtualTime{10s}, 1h);
  clock.step(VirtualTime{20s}, -30min);
  EXPECT_EQ(text_at(clock, 20s), "2026-01-01T00:30:20Z");
}

TEST(NodeClock, ADriftAddsUpFromWhereTheClockIs) {
  NodeClock clock;
  clock.step(VirtualTime{100s}, 7s);
  clock.drift(VirtualTime{100s}, {1, 100});
  EXPECT_EQ(clock.error(VirtualTime{100s}), 7s);
  EXPECT_EQ(clock.error(VirtualTime{150s}), 7500ms);
  clock.drift(VirtualTime{200s}, {-1, 10});
  EXPECT_EQ(clock.error(VirtualTime{200s}), 8s);
  EXPECT_EQ(clock.error(VirtualTime{300s}), -2s);
}

TEST(NodeClock, AStepLeavesTheDrift) {
  NodeClock clock;
  clock.drift(VirtualTime{0s}, {1, 10});
  clock.step(VirtualTime{10s}, 5s);
  EXPECT_EQ(clock.error(VirtualTime{20s}), 7s);
}

TEST(NodeClock, ADriftOfYearsStaysExact) {
  NodeClock clock;
  clock.drift(VirtualTime{0s}, {1, 3});
  constexpr Duration years = 24h * 365 * 60;
  EXPECT_EQ(clock.error(VirtualTime{years}), years / 3);
  EXPECT_EQ(clock.error(VirtualTime{years + 2s}), years / 3 + 666'666'666ns);
}

TEST(NodeClock, SetRightItIsRightAndStaysSo) {
  NodeClock clock;
  clock.step(VirtualTime{1s}, 1h);
  clock.drift(VirtualTime{1s}, {1, 2});
  clock.set_right();
  EXPECT_EQ(clock.error(VirtualTime{100s}), 0s);
}

}  // namespace
}  // namespace drydock::simulator
