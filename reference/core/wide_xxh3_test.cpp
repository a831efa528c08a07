#include "reference/core/wide_xxh3.hpp"

#include <gtest/gtest.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <vector>

namespace drydock {
namespace {

TEST(WideXxh3, IsXxh3WhateverTheSizeAndThePlace) {
  std::vector<std::uint8_t> bytes(9000);
  std::uint32_t state = 1;
  for (std::uint8_t& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<std::uint8_t>(state >> 24);
  }
  for (std::size_t size = 0; size < 8900; size += size < 1200 ? 1 : 37) {
    std::uint8_t const* const data = bytes.data() + size % 64;
    ASSERT_EQ(wide_xxh3(data, size), XXH3_64bits(data, size)) << size;
    XXH128_hash_t const expected = XXH3_128bits(data, size);
    Hash128 const hash = wide_xxh3_128(data, size);
    ASSERT_EQ(hash.low, expected.low64) << size;
    ASSERT_EQ(hash.high, expected.high64) << size;
  }
}

}  // namespace
}  // namespace drydock
