#pragma once

#include <set>
#include <string>

#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/host/settings.hpp"
#include "reference/moor/worker/backoff.hpp"

namespace drydock::moor::host {

inline constexpr SocketName events_socket = "events";
inline constexpr std::string_view hosts_topic = "hosts";
inline constexpr std::string_view broadcast_topic = "broadcast";

/// The host's one SUB socket, for `hosts`, `broadcast` and each of its connections. A subscription
/// is live a short while after it was made on a connection that is up: before that an event
/// published to us could be lost (H-07). When nothing is heard for long, the socket is made anew.
class Ears {
 public:
  Ears(Settings const& settings, Rng rng)
      : settings_(settings), refusal_backoff_(settings.retry_min, settings.retry_max, rng) {}

  void open(VirtualTime now, Outbox& out);
  void subscribe(std::string topic, Outbox& out);
  void unsubscribe(std::string const& topic, Outbox& out);

  void on_up(VirtualTime now, Outbox& out);
  void on_down(VirtualTime now, PeerDown const& down, Outbox& out);
  void on_heard(VirtualTime now, Outbox& out) const { watch(now, out); }
  void on_timer(VirtualTime now, TimerId const& timer, Outbox& out);
  static bool owns(TimerId const& timer) {
    return timer == silence || timer == reopen || timer == settles;
  }

  bool connected() const { return connected_; }
  /// Whether what was subscribed to before the connection came up is heard by now.
  bool live() const { return live_; }

  static constexpr TimerId settles{"events_settled"};
  static constexpr TimerId silence{"events_silence"};
  static constexpr TimerId reopen{"events_again"};

 private:
  void close(Outbox& out);
  void watch(VirtualTime now, Outbox& out) const;

  Settings const& settings_;
  bool open_ = false;
  bool connected_ = false;
  bool live_ = false;
  std::set<std::string> topics_;
  worker::Backoff refusal_backoff_;
};

}  // namespace drydock::moor::host
