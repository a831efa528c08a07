#pragma once

#include <cstdint>

#include "reference/machine/wall_clock.hpp"

namespace drydock::simulator {

/// The calendar's clock of one node. It is right until a fault makes it wrong, and shows
/// `wall_time_at_zero` as the world begins.
class NodeClock final : public WallClock {
 public:
  /// The share of real time that a clock gains, or loses if it is below 0. Parts below 2^31.
  struct Drift {
    std::int32_t numerator = 0;
    std::int32_t denominator = 1;  // Above 0.
    friend bool operator==(Drift const&, Drift const&) = default;
  };

  /// 2026-01-01T00:00:00Z.
  static constexpr Duration unix_at_zero = std::chrono::seconds{1'767'225'600};

  WallTime wall_time(VirtualTime now) const override;
  /// How far it is ahead of the right time; negative when behind.
  Duration error(VirtualTime now) const;

  // Faults. What a clock of real life does when nobody looks after it, or an operator does by hand.

  /// It is wrong by that much from now on, whatever it was before; it goes on drifting.
  void skew(VirtualTime now, Duration error);
  /// It jumps by that much.
  void step(VirtualTime now, Duration by);
  /// It gains or loses from now on, from where it is.
  void drift(VirtualTime now, Drift drift);
  /// It is right, and stays so.
  void set_right();

 private:
  VirtualTime since_{};  // When `error_` was true.
  Duration error_{0};
  Drift drift_;
};

}  // namespace drydock::simulator
