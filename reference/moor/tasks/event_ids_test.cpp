#include "reference/moor/tasks/event_ids.hpp"

#include <gtest/gtest.h>

namespace drydock::moor::tasks {
namespace {

using namespace std::chrono_literals;

TEST(EventIds, GrowWithinAMillisecondAndWhenTheClockGoesBack) {  // EV-13
  EventIds ids{Rng{Seed{1}}};
  auto const at = WallTime::from_unix(std::chrono::hours{500'000});
  Uuid last;
  for (int i = 0; i < 10'000; ++i) {
    auto const now = i % 3 == 0 ? at - 1h : at + std::chrono::microseconds{i};
    Uuid const next = ids.next(now);
    ASSERT_LT(last, next);
    ASSERT_EQ(next.version(), 7);
    ASSERT_EQ(next.bytes[8] >> 6, 2);
    last = next;
  }
}

TEST(EventIds, BeginWithTheTime) {
  EventIds ids{Rng{Seed{1}}};
  Uuid const id = ids.next(WallTime::from_unix(std::chrono::milliseconds{0x0123456789ab}));
  EXPECT_EQ(id.text().substr(0, 15), "01234567-89ab-7");
}

}  // namespace
}  // namespace drydock::moor::tasks
