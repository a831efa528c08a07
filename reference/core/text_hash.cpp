#include "reference/core/text_hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace drydock {

std::size_t TextHash::operator()(std::string_view text) const {
  return static_cast<std::size_t>(XXH3_64bits(text.data(), text.size()));
}

}  // namespace drydock
