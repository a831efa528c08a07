#pragma once

#include <cstdint>

#include "reference/core/wall_time.hpp"

namespace drydock::moor::sessions {

/// Nanoseconds since 1970, as timestamps have them; 0 before. Source: V-15.
inline std::uint64_t wall_nanoseconds(WallTime at) {
  if (at.unix_seconds() < 0) return 0;
  return static_cast<std::uint64_t>(at.unix_seconds()) * 1'000'000'000 + at.nanosecond();
}

}  // namespace drydock::moor::sessions
