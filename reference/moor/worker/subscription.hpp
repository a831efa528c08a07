#pragma once

#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/worker/backoff.hpp"
#include "reference/moor/worker/settings.hpp"

namespace drydock::moor::worker {

inline constexpr SocketName dispatch_socket = "dispatch";

/// The worker's ear on the dispatch socket. It is live once a broadcast was heard, or a short while
/// after the handshake: before that a request published to us could be lost (W-06). When nothing is
/// heard for long it is made anew (W-40).
class Subscription {
 public:
  Subscription(Settings const& settings, Rng rng)
      : settings_(settings),
        refusal_backoff_(settings.refusal_retry_min, settings.refusal_retry_max, rng) {}

  void open(VirtualTime now, Outbox& out);
  void close(Outbox& out);
  void on_up(VirtualTime now, Outbox& out);
  void on_down(Outbox& out);
  /// The daemon does not take our key; the socket is given up, and another tried later (TS-13).
  void on_refused(VirtualTime now, Outbox& out);
  void on_broadcast(VirtualTime now, Outbox& out);
  void on_settled() { live_ = true; }
  void on_silence(VirtualTime now, Outbox& out);

  bool live() const { return live_; }

  static constexpr TimerId settles{"subscription_settles"};
  static constexpr TimerId silence{"silence"};
  static constexpr TimerId reopen{"subscribe_again"};
  static constexpr TimerId fall_back{"subscribe_in_the_clear"};  // Of Defect::falls_back_to_plain.
  void on_fall_back(VirtualTime now, Outbox& out);

 private:
  void watch(VirtualTime now, Outbox& out) const;

  Settings const& settings_;
  bool live_ = false;
  bool in_the_clear_ = false;
  Backoff refusal_backoff_;
};

}  // namespace drydock::moor::worker
