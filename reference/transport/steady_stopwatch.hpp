#pragma once

#include <chrono>

#include "reference/machine/stopwatch.hpp"

namespace drydock::transport {

/// The real one.
class SteadyStopwatch final : public Stopwatch {
 public:
  Duration elapsed() const override {
    return std::chrono::duration_cast<Duration>(
        std::chrono::steady_clock::now().time_since_epoch());
  }
};

}  // namespace drydock::transport
