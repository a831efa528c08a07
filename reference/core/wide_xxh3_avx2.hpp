#pragma once

#include "reference/core/wide_xxh3.hpp"

// Only where there is AVX2. The one file that is compiled with it includes nothing but C headers,
// as the linker may take an inline function's only copy from there.

namespace drydock::avx2 {

std::uint64_t wide_xxh3(void const* data, std::size_t size);
Hash128 wide_xxh3_128(void const* data, std::size_t size);

}  // namespace drydock::avx2
