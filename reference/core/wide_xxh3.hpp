#pragma once

#include <cstddef>
#include <cstdint>

namespace drydock {

// XXH3 by the widest instructions that the processor has, with the values of `XXH3_64bits` and
// `XXH3_128bits`. For what is longer than `wide_xxh3_above`: up to that width makes no difference,
// and who has xxhash.h inline is quicker.

inline constexpr std::size_t wide_xxh3_above = 240;

std::uint64_t wide_xxh3(void const* data, std::size_t size);

struct Hash128 {
  std::uint64_t low;
  std::uint64_t high;
};
Hash128 wide_xxh3_128(void const* data, std::size_t size);

}  // namespace drydock
