#include "reference/machine/counted_store.hpp"

#include <gtest/gtest.h>

#include "reference/machine/memory_store.hpp"

namespace drydock {
namespace {

using namespace std::chrono_literals;

/// A second passes whenever it is looked at.
class Restless final : public Stopwatch {
 public:
  Duration elapsed() const override { return ++looks_ * 1s; }

 private:
  mutable int looks_ = 0;
};

TEST(CountedStore, CountsWhatItIsAskedAndHowLongThatTakes) {
  MemoryStore memory;
  Restless const stopwatch;
  CountedStore store{memory, &stopwatch};
  ASSERT_TRUE(store.commit({{"a", bytes_of("1")}, {"b", bytes_of("2")}}));
  ASSERT_TRUE(store.commit({{"a", std::nullopt}}));
  EXPECT_EQ(store.read_all("")->size(), 1u);
  memory.broken = true;
  EXPECT_FALSE(store.commit({{"c", bytes_of("3")}}));
  auto const& counts = store.counts();
  EXPECT_EQ(counts.commits, 2);
  EXPECT_EQ(counts.failed_commits, 1);
  EXPECT_EQ(counts.records_put, 2);
  EXPECT_EQ(counts.records_erased, 1);
  EXPECT_EQ(counts.commit_time, 3s);
  EXPECT_EQ(counts.reads, 1);
  EXPECT_EQ(counts.read_time, 1s);
}

TEST(CountedStore, WithoutAStopwatchNothingTakesTime) {
  MemoryStore memory;
  CountedStore store{memory, nullptr};
  ASSERT_TRUE(store.commit({{"a", bytes_of("1")}}));
  EXPECT_EQ(store.counts().commits, 1);
  EXPECT_EQ(store.counts().commit_time, 0s);
}

}  // namespace
}  // namespace drydock
