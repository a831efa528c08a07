#include "simulator/world/timer_table.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "simulator/world/event_queue.hpp"

namespace drydock::simulator {
namespace {

using Came = TimerTable::Came;

/// Few of them, so that they meet, and some that differ only in their name or in whom they are
/// about.
TimerId timer_of(unsigned number) {
  static std::string const names[] = {"ping", "pong", "pine", "a", "", "ping"};
  TimerId timer{names[number % std::size(names)]};
  timer.about.bytes[number % 16] = static_cast<std::uint8_t>(number / 32);
  return timer;
}

Event event_at(std::int64_t at, std::uint64_t sequence) {
  return {VirtualTime{Duration{at}}, sequence, 0, 0, EventKind::timer};
}

TEST(TimerTable, ATimerIsItsNameAndWhomItIsAboutWhereverItsTextIs) {
  std::string const here = "ping";
  std::string const there = "ping";
  TimerTable table;
  Event first = event_at(9, 1);
  Event second = event_at(8, 2);
  EXPECT_TRUE(table.set({here}, first));
  EXPECT_TRUE(table.set({there}, second));
  EXPECT_FALSE(table.awaits(first));
  EXPECT_TRUE(table.awaits(second));
  EXPECT_EQ(table.size(), 1u);
  table.cancel({here});
  EXPECT_EQ(table.size(), 0u);
}

TEST(TimerTable, AnEventThatComesTooEarlyIsThatOfTheTimerWhichHasItsSlotByThen) {
  TimerTable table;
  Event first = event_at(5, 1);
  Event second = event_at(7, 2);
  EXPECT_TRUE(table.set({"ping"}, first));
  table.cancel({"ping"});
  EXPECT_FALSE(table.set({"pong"}, second));
  EXPECT_EQ(table.come(first), Came::too_early);
  EXPECT_EQ(first.at, second.at);
  EXPECT_EQ(first.sequence, 2u);
  EXPECT_EQ(table.come(first), Came::when_due);
  EXPECT_EQ(table.fire(first), TimerId{"pong"});
}

TEST(TimerTable, WhatIsSetAnewBetweenItsEventAndItsFiringAwaitsAnother) {
  TimerTable table;
  Event first = event_at(5, 1);
  Event second = event_at(7, 2);
  EXPECT_TRUE(table.set({"ping"}, first));
  EXPECT_EQ(table.come(first), Came::when_due);
  EXPECT_TRUE(table.set({"ping"}, second));
  EXPECT_EQ(table.fire(first), std::nullopt);
  EXPECT_EQ(table.come(second), Came::when_due);
  EXPECT_EQ(table.fire(second), TimerId{"ping"});
}

/// A table with its queue, beside what a map of settings would have.
class Timers {
 public:
  void set(TimerId const& timer, Duration after) {
    Event event{now_ + after, queue_.schedule(), 0, 0, EventKind::timer};
    expected_.insert_or_assign(timer, std::pair{event.at, event.sequence});
    if (table_.set(timer, event)) queue_.push(event);
  }
  void cancel(TimerId const& timer) {
    table_.cancel(timer);
    expected_.erase(timer);
  }
  void clear() {
    table_.clear();
    expected_.clear();
  }
  void sweep() {
    queue_.remove_if([&](Event const& event) { return !table_.awaits(event); });
  }
  /// Each fires when it is due, and of two at one instant the one that was set first.
  void take_event() {
    if (queue_.empty()) return;
    Event event = queue_.pop();
    RC_ASSERT(event.at >= now_);
    now_ = event.at;
    Came const came = table_.come(event);
    if (came == Came::too_early) queue_.push(event);
    if (came != Came::when_due) return;
    auto const next =
        std::min_element(expected_.begin(), expected_.end(),
                         [](auto const& a, auto const& b) { return a.second < b.second; });
    RC_ASSERT(next != expected_.end());
    RC_ASSERT(table_.fire(event) == next->first);
    RC_ASSERT(now_ == next->second.first);
    expected_.erase(next);
  }
  void check() const { RC_ASSERT(table_.size() == expected_.size()); }
  void run_out() {
    while (!queue_.empty()) take_event();
    RC_ASSERT(expected_.empty());
    check();
  }

 private:
  TimerTable table_;
  EventQueue queue_;
  std::map<TimerId, std::pair<VirtualTime, std::uint64_t>> expected_;
  VirtualTime now_{};
};

RC_GTEST_PROP(TimerTable, FiresWhatAMapOfSettingsWould,
              (std::vector<std::uint16_t> const& doings, std::uint16_t step)) {
  Timers timers;
  for (unsigned const doing : doings) {
    TimerId const timer = timer_of(doing / 8 % 256);
    if (doing == 7) {
      timers.clear();
    } else if (doing % 8 == 0) {
      timers.cancel(timer);
    } else if (doing % 8 <= 3) {
      timers.take_event();
    } else {
      timers.set(timer, Duration{doing / 2048 * step});
    }
    if (doing % 64 == 9) timers.sweep();
    timers.check();
  }
  timers.run_out();
}

}  // namespace
}  // namespace drydock::simulator
