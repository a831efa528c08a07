#pragma once

#include "reference/core/time.hpp"

namespace drydock::conformance {

// How long the cases wait. Where the specification names no limit, one that no worker of good will
// can miss.

/// From the start of a process to its attach: interpreters start slowly, and some retry after 5 s.
inline constexpr Duration attach_within = std::chrono::seconds{20};
inline constexpr Duration subscription_within = std::chrono::seconds{10};
/// A request that takes no time.
inline constexpr Duration answer_within = std::chrono::seconds{10};
/// Source: W-08.
inline constexpr Duration pong_within = std::chrono::seconds{2};
/// Source: workers 4, ping period.
inline constexpr Duration usual_ping_period = std::chrono::seconds{5};
/// For what must not come: long enough for a worker that would send it at once.
inline constexpr Duration quiet_while = std::chrono::seconds{2};
/// Source: W-32.
inline constexpr Duration stop_within = std::chrono::seconds{10};

}  // namespace drydock::conformance
