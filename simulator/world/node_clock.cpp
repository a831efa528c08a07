#include "simulator/world/node_clock.hpp"

namespace drydock::simulator {
namespace {

/// `elapsed * drift`, within 64 bits: whole shares and what remains.
Duration gained_in(Duration elapsed, NodeClock::Drift const& drift) {
  if (drift.numerator == 0) return Duration{0};  // As most do; the divisions take their time.
  Duration const share = elapsed / drift.denominator;
  Duration const rest = elapsed % Duration{drift.denominator};
  return share * drift.numerator + rest * drift.numerator / drift.denominator;
}

}  // namespace

WallTime NodeClock::wall_time(VirtualTime now) const {
  static WallTime const at_zero = WallTime::from_unix(unix_at_zero);
  return at_zero + (now.time_since_epoch() + error(now));
}

Duration NodeClock::error(VirtualTime now) const {
  return error_ + gained_in(now - since_, drift_);
}

void NodeClock::skew(VirtualTime now, Duration error) {
  error_ = error;
  since_ = now;
}

void NodeClock::step(VirtualTime now, Duration by) { skew(now, error(now) + by); }

void NodeClock::drift(VirtualTime now, Drift drift) {
  skew(now, error(now));
  drift_ = drift;
}

void NodeClock::set_right() { *this = NodeClock{}; }

}  // namespace drydock::simulator
