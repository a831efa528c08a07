#include "reference/transport/entropy.hpp"

#include <gtest/gtest.h>

#include <set>

#include "reference/core/curve_key.hpp"
#include "reference/core/uuid.hpp"

namespace drydock::transport {
namespace {

TEST(Entropy, NumbersDiffer) {
  Rng rng = system_rng();
  std::set<std::uint64_t> numbers;
  for (int i = 0; i < 100; ++i) numbers.insert(rng.next());
  EXPECT_EQ(numbers.size(), 100U);
}

TEST(Entropy, NoCopyAndNoForkRepeatsAnother) {
  Rng const rng = system_rng();
  std::set<Uuid> ids;
  for (int i = 0; i < 100; ++i) {
    Rng copy = rng;
    Rng fork = rng.fork("ids");
    ids.insert(Uuid::random(copy));
    ids.insert(Uuid::random(fork));
  }
  EXPECT_EQ(ids.size(), 200U);
}

TEST(Entropy, KeysAreWholeAndDiffer) {
  Rng rng = system_rng();
  auto const one = CurveKeyPair::generate(rng);
  auto const other = CurveKeyPair::generate(rng);
  EXPECT_NE(one.secret_key, other.secret_key);
  EXPECT_EQ(CurveKeyPair::of(one.secret_key), one);
}

}  // namespace
}  // namespace drydock::transport
