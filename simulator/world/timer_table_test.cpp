#include "simulator/world/timer_table.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <map>
#include <string>

namespace drydock::simulator {
namespace {

/// Few of them, so that they meet, and some that differ only in their name or in whom they are
/// about.
TimerId timer_of(unsigned number) {
  static std::string const names[] = {"ping", "pong", "pine", "a", "", "ping"};
  TimerId timer{names[number % std::size(names)]};
  timer.about.bytes[number % 16] = static_cast<std::uint8_t>(number / 32);
  return timer;
}

TEST(TimerTable, ATimerIsItsNameAndWhomItIsAboutWhereverItsTextIs) {
  std::string const here = "ping";
  std::string const there = "ping";
  TimerTable table;
  std::uint64_t const first = table.set({here});
  std::uint64_t const second = table.set({there});
  EXPECT_FALSE(table.is_set(first));
  EXPECT_TRUE(table.is_set(second));
  table.cancel({here});
  EXPECT_FALSE(table.is_set(second));
  EXPECT_EQ(table.size(), 0u);
}

RC_GTEST_PROP(TimerTable, HasWhatAMapWouldHave, (std::vector<std::uint16_t> const& doings)) {
  TimerTable table;
  std::map<TimerId, std::uint64_t> expected;
  std::vector<std::uint64_t> serials{UINT64_MAX};
  for (unsigned const doing : doings) {
    TimerId const timer = timer_of(doing / 8 % 256);
    std::uint64_t const old = serials[doing / 8 % serials.size()];
    if (doing % 8 == 0) {
      table.cancel(timer);
      expected.erase(timer);
    } else if (doing % 8 <= 2) {
      auto const is_of_old = [&](auto const& entry) { return entry.second == old; };
      bool const was_set = std::erase_if(expected, is_of_old) != 0;
      std::optional<TimerId> const fired = table.fire(old);
      RC_ASSERT(fired.has_value() == was_set);
    } else if (doing == 7) {
      table.clear();
      expected.clear();
    } else {
      serials.push_back(table.set(timer));
      expected.insert_or_assign(timer, serials.back());
    }
    RC_ASSERT(table.size() == expected.size());
  }
  std::size_t set = 0;
  for (std::uint64_t const serial : serials) set += table.is_set(serial) ? 1 : 0;
  RC_ASSERT(set == expected.size());
  for (auto const& [timer, serial] : expected) RC_ASSERT(table.fire(serial) == timer);
  RC_ASSERT(table.size() == 0u);
}

}  // namespace
}  // namespace drydock::simulator
