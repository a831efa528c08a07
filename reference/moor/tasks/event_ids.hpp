#pragma once

#include <cstdint>

#include "reference/core/rng.hpp"
#include "reference/core/uuid.hpp"
#include "reference/core/wall_time.hpp"

namespace drydock::moor::tasks {

/// Version 7 UUIDs, each greater than the one before, whatever the clock does.
/// Source: RFC 9562 5.7 and 6.2, method 2; EV-13.
class EventIds {
 public:
  explicit EventIds(Rng rng) : rng_(rng) {}
  Uuid next(WallTime now);

 private:
  void renew();

  Rng rng_;
  std::uint64_t milliseconds_ = 0;
  std::uint64_t high_ = 0;  // 12 bits after the version, drawn once a millisecond.
  std::uint64_t low_ = 0;   // 62 bits after the variant, which grow.
};

}  // namespace drydock::moor::tasks
