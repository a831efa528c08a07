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

TEST(Entropy, KeysAreWholeAndDiffer) {
  auto const one = curve_keys_from_entropy();
  auto const other = curve_keys_from_entropy();
  ASSERT_TRUE(one && other);
  EXPECT_NE(one->secret_key, other->secret_key);
  EXPECT_EQ(CurveKeyPair::of(one->secret_key), *one);
}

}  // namespace
}  // namespace drydock::transport
