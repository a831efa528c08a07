#pragma once

#include <chrono>
#include <cstdint>

namespace drydock {

/// A clock without now(): machines are handed the time, and never ask for it.
struct VirtualClock {};

using Duration = std::chrono::nanoseconds;

/// An instant, in nanoseconds since the start of the run (simulated) or of the process (real).
using VirtualTime = std::chrono::time_point<VirtualClock, Duration>;

/// `duration` in seconds, for people and for text formats; rounds to what a double holds.
constexpr double seconds_of(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace drydock
