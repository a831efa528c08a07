#include "reference/moor/daemon/attempt_limit.hpp"

#include <gtest/gtest.h>

namespace drydock::moor::daemon {
namespace {

using namespace std::chrono_literals;

// EN-19.
TEST(AttemptLimit, AFewFailuresASecondAreAnsweredAtOnceAndTheNextWaitsForItsEnd) {
  AttemptLimit limit{3};
  VirtualTime const start{5s};
  for (int k = 0; k < 3; ++k) EXPECT_EQ(limit.on_failure(start + k * 1ms), start + k * 1ms);
  EXPECT_EQ(limit.on_failure(start + 3ms), start + 1s);
  EXPECT_EQ(limit.on_failure(start + 1s - 1ns), start + 1s);
  EXPECT_EQ(limit.on_failure(start + 1s), start + 1s) << "another second has begun";
}

TEST(AttemptLimit, AThousandGuessesTakeMostOfAMinute) {
  AttemptLimit limit;
  VirtualTime now{};
  for (int k = 0; k < 1000; ++k) now = limit.on_failure(now);
  EXPECT_GE(now, VirtualTime{47s});
}

}  // namespace
}  // namespace drydock::moor::daemon
