#pragma once

#include <algorithm>
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

/// What makes a link worse than its settings say.
struct LinkTrouble {
  /// 0 is no limit.
  std::uint64_t bytes_per_second = 0;
  /// What travels stays where it is, new handshakes as well, and nobody notices.
  bool is_clogged = false;
  /// New connections this way are refused.
  bool refuses = false;
  /// By how much later a new connection this way is taken up.
  Duration accept_delay{0};
  /// By how much later a subscription counts.
  Duration subscription_delay{0};
  friend bool operator==(LinkTrouble const&, LinkTrouble const&) = default;
};

/// The way from one node to another, for all their connections. What travels is a stream: it is
/// slow or stuck, but only the end of a connection loses any of it.
class Link {
 public:
  Link(Rng rng, LinkSettings settings)
      : settings_(settings), jitter_(bound_of(settings)), rng_(rng) {}

  /// How long the next message takes. At least a nanosecond, so that nothing arrives as it leaves.
  Duration travel_time() {
    Duration const jitter{static_cast<std::int64_t>(rng_.below(jitter_))};
    return std::max(settings_.latency + jitter, Duration{1});
  }
  LinkSettings settings() const { return settings_; }
  void set(LinkSettings settings) {
    settings_ = settings;
    jitter_ = bound_of(settings);
  }
  /// While a link is cut nothing arrives over it; what was on its way waits.
  bool is_cut() const { return cut_; }
  void set_cut(bool cut) { cut_ = cut; }
  LinkTrouble const& trouble() const { return trouble_; }
  void set(LinkTrouble trouble) {
    trouble_ = trouble;
    is_troubled_ = !(trouble == LinkTrouble{});
  }
  bool is_troubled() const { return is_troubled_; }
  /// Whether what travels has to wait.
  bool is_blocked() const { return cut_ || (is_troubled_ && trouble_.is_clogged); }

 private:
  static Bound bound_of(LinkSettings const& settings) {
    return Bound(static_cast<std::uint64_t>(settings.jitter.count()) + 1);
  }

  bool cut_ = false;
  bool is_troubled_ = false;  // What is behind is needed only then.
  LinkSettings settings_;
  Bound jitter_;
  Rng rng_;
  LinkTrouble trouble_;
};

}  // namespace drydock::simulator
