#include "reference/core/text_hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "reference/core/wide_xxh3.hpp"

namespace drydock {

std::size_t TextHash::operator()(std::string_view text) const {
  std::uint64_t const hash = text.size() > wide_xxh3_above ? wide_xxh3(text.data(), text.size())
                                                           : XXH3_64bits(text.data(), text.size());
  return static_cast<std::size_t>(hash);
}

}  // namespace drydock
