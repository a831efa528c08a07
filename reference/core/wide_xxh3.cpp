#include "reference/core/wide_xxh3.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "reference/core/wide_xxh3_avx2.hpp"

namespace drydock {
namespace {

#if defined(__x86_64__)
bool has_avx2() { return __builtin_cpu_supports("avx2"); }
#endif

}  // namespace

std::uint64_t wide_xxh3(void const* data, std::size_t size) {
#if defined(__x86_64__)
  if (has_avx2()) return avx2::wide_xxh3(data, size);
#endif
  return XXH3_64bits(data, size);
}

Hash128 wide_xxh3_128(void const* data, std::size_t size) {
#if defined(__x86_64__)
  if (has_avx2()) return avx2::wide_xxh3_128(data, size);
#endif
  XXH128_hash_t const hash = XXH3_128bits(data, size);
  return {hash.low64, hash.high64};
}

}  // namespace drydock
