#pragma once

#include <algorithm>

#include "reference/core/rng.hpp"
#include "reference/core/time.hpp"

namespace drydock::moor::worker {

/// Delays that double from `min` to `max`, each with up to as much again of jitter but never above
/// `max` twice; so that many workers that lost one daemon do not come back at one instant.
class Backoff {
 public:
  Backoff(Duration min, Duration max, Rng rng, bool jitter = true)
      : min_(min), max_(max), next_(min), rng_(rng), jitter_(jitter) {}

  Duration next() {
    Duration const base = next_;
    next_ = std::min(max_, next_ * 2);
    auto const jitter = rng_.below(static_cast<std::uint64_t>(base.count()) + 1);
    return jitter_ ? base + Duration{static_cast<std::int64_t>(jitter)} : base;
  }
  void reset() { next_ = min_; }

 private:
  Duration min_;
  Duration max_;
  Duration next_;
  Rng rng_;
  bool jitter_;  // Without it only on Defect::no_jitter.
};

}  // namespace drydock::moor::worker
