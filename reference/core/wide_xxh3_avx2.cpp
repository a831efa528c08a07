#include "reference/core/wide_xxh3_avx2.hpp"

#if defined(__x86_64__)

#define XXH_INLINE_ALL
#define XXH_VECTOR XXH_AVX2
#include <xxhash.h>

namespace drydock::avx2 {

std::uint64_t wide_xxh3(void const* data, std::size_t size) { return XXH3_64bits(data, size); }

Hash128 wide_xxh3_128(void const* data, std::size_t size) {
  XXH128_hash_t const hash = XXH3_128bits(data, size);
  return {hash.low64, hash.high64};
}

}  // namespace drydock::avx2

#endif
