#include <fmt/format.h>

#include "reference/moor/codec/codec.hpp"

namespace drydock::moor {

std::string DecodeError::text() const {
  return fmt::format("{} at byte {}: {}", path.empty() ? "the root table" : path, offset, rule);
}

}  // namespace drydock::moor
