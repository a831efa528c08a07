#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "reference/machine/machine.hpp"
#include "reference/moor/codec/events.hpp"
#include "reference/moor/codec/host_messages.hpp"

namespace drydock::moor::sessions {

/// The socket on which hosts hear what happens: a topic for each client, one for all clients, one
/// for all hosts. The first events of a client wait for its host's subscription, for a while.
/// Source: hosts 1.4, 1.5, 3.6; EV-18, HQ-13, HQ-43.
class EventChannel {
 public:
  struct Settings {
    std::string listen = "ipc:///tmp/moor_events.sock";
    /// How long a newcomer's events wait for a subscription, and how many of them do.
    Duration hold_max = std::chrono::seconds{1};
    /// The same for those of a client that was there before a restart of the daemon.
    Duration return_hold_max = std::chrono::seconds{10};
    std::size_t held_events_max = 1000;
    /// Events of one slow host that wait to be sent; libzmq drops what comes on top (HQ-14).
    int send_high_water_mark = 100'000;
  };

  explicit EventChannel(Settings settings) : settings_(std::move(settings)) {}

  void open(Security const& security, Outbox& out) const;
  /// Until it is opened again nobody is subscribed.
  void close(Outbox& out);
  /// A subscription comes or goes.
  void on_received(Received const& received, Outbox& out);
  /// The `hold` timer of a client fired.
  void on_timer(TimerId const& timer, Outbox& out) { release(timer.about, out); }

  /// From here on its events wait for its subscription, unless that is there already.
  void client_arrived(VirtualTime now, Uuid const& client_id, Outbox& out);
  /// Likewise for one of before a restart, whose host may take longer to be back: what it is told
  /// of its tasks would be lost for good.
  void client_returns(VirtualTime now, Uuid const& client_id, Outbox& out);
  /// It gets no more events; what is held goes out before.
  void client_gone(Uuid const& client_id, Outbox& out);

  /// Where a value in it cannot cross the wire, the end of a task goes out without it and any other
  /// event not at all, with a warning.
  void publish(Uuid const& client_id, ClientEventUnion event, Outbox& out);
  void to_clients(ClientsBroadcastEventUnion event, Outbox& out) const;
  void to_hosts(HostBroadcastEventUnion event, Outbox& out) const;

  static constexpr SocketName socket{"events"};
  static constexpr std::string_view hold_timer{"hold"};

 private:
  bool is_subscribed(Uuid const& client_id) const;
  void hold(VirtualTime now, Uuid const& client_id, Duration longest, Outbox& out);
  void release(Uuid const& client_id, Outbox& out);

  Settings const settings_;
  std::set<std::string, std::less<>> topics_;  // That somebody subscribed to: prefixes.
  std::map<Uuid, std::deque<Frames>> held_;    // Of clients whose subscription is not there yet.
};

/// What goes out: the event itself, or, where a value in it cannot be sent, the same without it
/// and why in `trouble`; absent where nothing is left then (HQ-43).
std::optional<Bytes> payload_of(ClientEventUnion event, std::string& trouble);

}  // namespace drydock::moor::sessions
