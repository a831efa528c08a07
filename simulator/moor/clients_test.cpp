#include <gtest/gtest.h>
#include <malloc.h>

#include "simulator/moor/cluster.hpp"

namespace drydock::simulator {
namespace {

std::size_t heap_bytes() { return mallinfo2().uordblks; }

TEST(Clients, AnIdleOneTakesLessThanFourKibibytes) {
  Cluster(Cluster::Size{.hosts = 4, .workers = 8}).connect(10);  // What the process keeps is there.
  Cluster cluster({.hosts = 4, .workers = 8});
  std::size_t const before = heap_bytes();
  cluster.connect(100);
  EXPECT_LT((heap_bytes() - before) / 100, 4096U);
}

}  // namespace
}  // namespace drydock::simulator
