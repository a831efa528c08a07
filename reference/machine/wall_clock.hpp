#pragma once

#include "reference/core/time.hpp"
#include "reference/core/wall_time.hpp"

namespace drydock {

/// What the calendar's clock of a process says: the system's in real life, the node's own in
/// simulation. Unlike the time of a step it may be wrong, and may go back: faults skew, drift and
/// step it.
class WallClock {
 public:
  virtual ~WallClock() = default;
  /// Asked within a step, whose time is `now`.
  virtual WallTime wall_time(VirtualTime now) const = 0;
};

/// A clock that is right, and said `at_zero` at time 0.
class SteadyWallClock final : public WallClock {
 public:
  explicit SteadyWallClock(WallTime at_zero = {}) : at_zero_(at_zero) {}
  WallTime wall_time(VirtualTime now) const override { return at_zero_ + now.time_since_epoch(); }

 private:
  WallTime at_zero_;
};

}  // namespace drydock
