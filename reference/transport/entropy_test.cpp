#include "reference/transport/entropy.hpp"

#include <gtest/gtest.h>

#include <set>

namespace drydock::transport {
namespace {

TEST(Entropy, SeedsDiffer) {
  std::set<Seed> seeds;
  for (int i = 0; i < 100; ++i) seeds.insert(seed_from_entropy().value());
  EXPECT_EQ(seeds.size(), 100u);
}

}  // namespace
}  // namespace drydock::transport
