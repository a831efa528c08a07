#include "simulator/world/event_queue.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <algorithm>
#include <array>
#include <cstdint>
#include <set>

namespace drydock::simulator {
namespace {

/// Timers wait apart from the others, which nobody may notice.
EventKind kind_of(std::uint32_t number) {
  constexpr std::array kinds = {EventKind::timer, EventKind::wake, EventKind::lane,
                                EventKind::timer, EventKind::timer};
  return kinds[number * number % kinds.size()];
}

TEST(EventQueue, OfTwoAtOneInstantTheFirstScheduledComesFirst) {
  EventQueue queue;
  VirtualTime const at{Duration{7}};
  for (std::uint32_t k = 0; k < 100; ++k) queue.push(at, kind_of(k), k);
  for (std::uint32_t k = 0; k < 100; ++k) EXPECT_EQ(queue.pop().subject, k);
  EXPECT_TRUE(queue.empty());
}

RC_GTEST_PROP(EventQueue, GivesWhatAStableSortGives, (std::vector<std::uint8_t> const& times)) {
  EventQueue queue;
  std::vector<std::pair<std::uint8_t, std::uint32_t>> expected;
  for (std::uint8_t const time : times) {
    auto const number = static_cast<std::uint32_t>(expected.size());
    queue.push(VirtualTime{Duration{time}}, kind_of(number), number);
    expected.emplace_back(time, number);
  }
  std::sort(expected.begin(), expected.end());  // By time, and then by number.
  for (auto const& [time, number] : expected) {
    Event const event = queue.pop();
    RC_ASSERT(event.at == VirtualTime{Duration{time}});
    RC_ASSERT(event.subject == number);
    RC_ASSERT(event.kind == kind_of(number));
  }
}

RC_GTEST_PROP(EventQueue, WhatIsRemovedLeavesTheOthersInTheirOrder,
              (std::vector<std::uint8_t> const& times, std::uint8_t limit)) {
  EventQueue queue;
  EventQueue expected;
  std::uint32_t number = 0;
  for (std::uint8_t const time : times) {
    VirtualTime const at{Duration{time / 4}};
    queue.push(at, kind_of(number), number, time);
    if (time >= limit) expected.push(at, EventKind::wake, number, time);
    ++number;
  }
  queue.remove_if([&](Event const& event) { return event.detail < limit; });
  RC_ASSERT(queue.size() == expected.size());
  while (!expected.empty()) RC_ASSERT(queue.pop().subject == expected.pop().subject);
}

/// Runs of each doing, one of which is to ask when the next is due; some are due before what was
/// taken out already.
RC_GTEST_PROP(EventQueue, IsAnOrderedSetWhateverIsPutInAndTakenOut,
              (std::vector<std::uint8_t> const& doings, std::uint16_t step)) {
  EventQueue queue;
  std::set<std::pair<VirtualTime, std::uint32_t>> expected;
  std::uint32_t number = 0;
  for (std::uint8_t const doing : doings) {
    for (unsigned times = doing / 4U % 8; times > 0; --times) {
      if (doing % 4 < 2) {
        VirtualTime const at{Duration{number * doing % 64 * step}};
        queue.push(at, kind_of(number), number);
        expected.emplace(at, number++);
      } else if (!expected.empty() && doing % 4 == 2) {
        RC_ASSERT(queue.pop().subject == expected.begin()->second);
        expected.erase(expected.begin());
      } else if (!expected.empty()) {
        RC_ASSERT(queue.next_at() == expected.begin()->first);
        Event event;
        RC_ASSERT(!queue.pop_until(queue.next_at() - Duration{1}, event));
      }
      RC_ASSERT(queue.size() == expected.size());
      RC_ASSERT(queue.empty() == expected.empty());
    }
    if (doing % 64 != 7) continue;
    queue.remove_if([&](Event const& event) { return event.subject % 3 == 0; });
    std::erase_if(expected, [](auto const& event) { return event.second % 3 == 0; });
  }
}

TEST(EventQueue, KeepsItsOrderWhilePushesAndPopsAlternate) {
  EventQueue queue;
  std::uint64_t state = 1;
  VirtualTime last{};
  for (int k = 0; k < 10'000; ++k) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    queue.push(last + Duration{state >> 54}, kind_of(static_cast<std::uint32_t>(k)), 0);
    if (k % 3 == 2) {
      Event const event = queue.pop();
      EXPECT_GE(event.at, last);
      last = event.at;
    }
  }
}

}  // namespace
}  // namespace drydock::simulator
