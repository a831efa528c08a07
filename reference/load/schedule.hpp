#pragma once

#include <cstdint>
#include <optional>

#include "reference/core/time.hpp"

namespace drydock::load {

/// Instants at a constant rate, whatever becomes of what is started at them: the first at `begin`,
/// the others every `1 / per_second` after it, all within `length`. Whoever measures from these and
/// not from when it came to ask does not omit what waited behind something slow.
class Schedule {
 public:
  /// `per_second` is at least 1.
  Schedule(VirtualTime begin, std::uint64_t per_second, Duration length);

  std::uint64_t count() const { return count_; }
  VirtualTime at(std::uint64_t number) const;

  /// The next instant that was not taken, if one is left.
  std::optional<VirtualTime> next() const;
  /// The same, if it is not after `now`; then it is taken.
  std::optional<VirtualTime> take_due(VirtualTime now);
  std::uint64_t taken() const { return taken_; }

 private:
  VirtualTime begin_;
  std::uint64_t per_second_;
  std::uint64_t count_;
  std::uint64_t taken_ = 0;
};

}  // namespace drydock::load
