#pragma once

#include <cstdint>

#include "reference/core/rng.hpp"
#include "reference/core/time.hpp"

namespace drydock::simulator {

/// How long a message takes: the latency and up to the jitter more.
struct LinkSettings {
  Duration latency = std::chrono::microseconds{100};
  Duration jitter = std::chrono::microseconds{400};
  friend bool operator==(LinkSettings const&, LinkSettings const&) = default;
};

/// The way from one node to another, for all their connections. What travels is a stream: it is
/// slow or stuck, but only the end of a connection loses any of it.
class Link {
 public:
  Link(Rng rng, LinkSettings settings) : settings_(settings), rng_(rng) {}

  /// How long the next message takes. At least a nanosecond, so that nothing arrives as it leaves.
  Duration travel_time();
  LinkSettings settings() const { return settings_; }
  void set(LinkSettings settings) { settings_ = settings; }
  /// While a link is cut nothing arrives over it; what was on its way waits.
  bool is_cut() const { return cut_; }
  void set_cut(bool cut) { cut_ = cut; }

 private:
  LinkSettings settings_;
  Rng rng_;
  bool cut_ = false;
};

}  // namespace drydock::simulator
