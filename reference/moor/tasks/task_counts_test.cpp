#include "reference/moor/tasks/task_counts.hpp"

#include <gtest/gtest.h>

#include "reference/moor/tasks/test_desk.hpp"

namespace drydock::moor::tasks {
namespace {

using namespace std::chrono_literals;

/// A microsecond passes whenever it is looked at.
class Restless final : public Stopwatch {
 public:
  Duration elapsed() const override { return ++looks_ * 1us; }

 private:
  mutable int looks_ = 0;
};

Counter find(std::vector<Counter> const& counters, std::string const& name) {
  for (Counter const& one : counters) {
    if (one.name == Symbol{name}) return one;
  }
  return {};
}

class Counts : public testing::Test {
 protected:
  Counter counted(char const* category, std::string const& name) {
    return find(stage_.front().counted(category), name);
  }
  void expect_grows(char const* category, std::string const& name, std::int64_t by,
                    std::function<void()> const& act) {
    auto const before = counted(category, name).count;
    act();
    EXPECT_EQ(counted(category, name).count - before, by) << name;
  }

  TaskStage stage_;
  Uuid const client_ = stage_.connect(alice);
};

TEST_F(Counts, TasksAreCountedFromTheirStartToTheirEnd) {
  auto const nap = [&] {
    stage_.command(client_, "nap 3");
    stage_.advance(4s);
  };
  expect_grows("sched", "task_submitted", 1, nap);
  expect_grows("sched", "task_ended", 1, nap);
  expect_grows("sched", "suspended", 1, nap);
  expect_grows("sched", "step", 2, nap);
  auto const ended = counted("sched", "task_ended");
  EXPECT_GE(ended.total_cumulative_ns, Duration{12s}.count());
  EXPECT_LT(ended.total_cumulative_ns, Duration{13s}.count());
}

TEST_F(Counts, WhatTasksWaitForIsCounted) {
  expect_grows("sched", "input_requested", 1, [&] { stage_.command(client_, "prompt"); });
  expect_grows("sched", "worker_asked", 1, [&] { stage_.command(client_, "echo x"); });
}

TEST_F(Counts, FunctionsAreCountedThatWereCalled) {
  EXPECT_EQ(counted("bf", "random").count, 0);
  expect_grows("bf", "random", 3,
               [&] { stage_.eval(client_, "return random(1) + random(1) + random(1);"); });
  expect_grows("bf", "notify", 5, [&] { stage_.command(client_, "lines 5"); });
}

TEST_F(Counts, WithoutACountedStoreNothingIsToldOfIt) {
  EXPECT_TRUE(stage_.front().counted("db").empty());
  EXPECT_TRUE(stage_.front().counted("tea").empty());
}

TEST(CountersOf, TheStoreAreItsOwn) {
  MemoryStore memory;
  Restless const stopwatch;
  CountedStore store{memory, &stopwatch};
  ASSERT_TRUE(store.commit({{"a", bytes_of("1")}, {"b", std::nullopt}}));
  auto const told = counters_of("db", {}, &store);
  EXPECT_EQ(find(told, "commit"), (Counter{Symbol{"commit"}, 1, 1000}));
  EXPECT_EQ(find(told, "record_put").count, 1);
  EXPECT_EQ(find(told, "record_erased").count, 1);
  EXPECT_EQ(find(told, "read").count, 0);
}

}  // namespace
}  // namespace drydock::moor::tasks
