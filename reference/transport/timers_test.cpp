#include "reference/transport/timers.hpp"

#include <gtest/gtest.h>

namespace drydock::transport {
namespace {

using namespace std::chrono_literals;

constexpr TimerId ping{"ping"};
constexpr TimerId expiry{"expiry"};

TEST(Timers, FireInTheOrderOfTheirTimes) {
  Timers timers;
  timers.set(expiry, VirtualTime{2s});
  timers.set(ping, VirtualTime{1s});
  EXPECT_EQ(timers.next(), VirtualTime{1s});
  EXPECT_EQ(timers.take_due(VirtualTime{3s}), ping);
  EXPECT_EQ(timers.take_due(VirtualTime{3s}), expiry);
  EXPECT_EQ(timers.take_due(VirtualTime{3s}), std::nullopt);
  EXPECT_EQ(timers.next(), std::nullopt);
}

TEST(Timers, OfOneInstantFireInTheOrderTheyWereSet) {
  Timers timers;
  timers.set(ping, VirtualTime{1s});
  timers.set(expiry, VirtualTime{1s});
  EXPECT_EQ(timers.take_due(VirtualTime{1s}), ping);
  EXPECT_EQ(timers.take_due(VirtualTime{1s}), expiry);
}

TEST(Timers, AreDueAtTheirInstantAndNotBefore) {
  Timers timers;
  timers.set(ping, VirtualTime{1s});
  EXPECT_EQ(timers.take_due(VirtualTime{1s - 1ns}), std::nullopt);
  EXPECT_EQ(timers.take_due(VirtualTime{1s}), ping);
}

TEST(Timers, OneSetAgainFiresOnceAtItsNewTime) {
  Timers timers;
  timers.set(ping, VirtualTime{1s});
  timers.set(ping, VirtualTime{5s});
  EXPECT_EQ(timers.take_due(VirtualTime{4s}), std::nullopt);
  EXPECT_EQ(timers.take_due(VirtualTime{5s}), ping);
  EXPECT_EQ(timers.take_due(VirtualTime{9s}), std::nullopt);
}

TEST(Timers, OneCancelledDoesNotFire) {
  Timers timers;
  timers.set(ping, VirtualTime{1s});
  timers.cancel(ping);
  timers.cancel(expiry);
  EXPECT_EQ(timers.next(), std::nullopt);
  EXPECT_EQ(timers.take_due(VirtualTime{1s}), std::nullopt);
}

TEST(Timers, OfOneNameAreToldApartByWhomTheyAreAbout) {
  Timers timers;
  TimerId const a{"lease", Uuid{{1}}};
  TimerId const b{"lease", Uuid{{2}}};
  timers.set(a, VirtualTime{1s});
  timers.set(b, VirtualTime{2s});
  timers.cancel(a);
  EXPECT_EQ(timers.take_due(VirtualTime{2s}), b);
}

}  // namespace
}  // namespace drydock::transport
