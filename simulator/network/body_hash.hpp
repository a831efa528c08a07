#pragma once

#include <cstdint>

#include "reference/core/bytes.hpp"
#include "reference/core/strong.hpp"

namespace drydock::simulator {

/// By XXH3 over the frames of a message but for a delimiter at its beginning: so it stays as it is
/// where one socket puts the delimiter there and another takes it away. Quick rather than strong,
/// as nobody attacks a run.
using BodyHash = Strong<struct BodyHashTag, std::uint64_t>;

BodyHash body_hash(Frames const& frames);

/// Whether they begin with an empty frame, which is not in their hash.
inline bool has_delimiter(Frames const& frames) {
  return !frames.empty() && frames.front().empty();
}

}  // namespace drydock::simulator
