#pragma once

#include "reference/core/time.hpp"

namespace drydock {

/// A clock that goes on within a step, for whoever counts what steps cost; nothing may be decided
/// by it. In simulation there is none: there a step takes no time.
class Stopwatch {
 public:
  virtual ~Stopwatch() = default;
  /// Since some instant or other; never goes back.
  virtual Duration elapsed() const = 0;
};

/// Nothing has elapsed where there is no stopwatch.
inline Duration elapsed(Stopwatch const* stopwatch) {
  return stopwatch == nullptr ? Duration{0} : stopwatch->elapsed();
}

}  // namespace drydock
