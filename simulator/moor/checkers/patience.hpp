#pragma once

#include "reference/core/time.hpp"

// How long checkers wait for a daemon.

namespace drydock::simulator {

/// For a look at its clock that is due: it takes one now and then.
inline constexpr Duration tolerance = std::chrono::seconds{1};
/// Its grace after a timeout, at most.
inline constexpr Duration grace_max = std::chrono::seconds{5};
/// For service to whoever waits when all was healed.
inline constexpr Duration served_within = std::chrono::minutes{2};

}  // namespace drydock::simulator
