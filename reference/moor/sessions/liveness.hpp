#pragma once

#include "reference/moor/sessions/event_channel.hpp"
#include "reference/moor/sessions/front_desk.hpp"
#include "reference/moor/sessions/hosts.hpp"
#include "reference/moor/sessions/settings.hpp"

namespace drydock::moor::sessions {

/// Asks all clients and hosts for a sign of life, again and again, and ends those that gave none
/// for too long. Knows no clock but the time of the step. Source: hosts 6; DC-60, DH-09, DH-11,
/// DH-15.
class Liveness {
 public:
  Liveness(Settings const& settings, Connections& connections, Hosts& hosts, EventChannel& events,
           FrontDesk& desk)
      : settings_(settings),
        connections_(connections),
        hosts_(hosts),
        events_(events),
        desk_(desk) {}

  void start(VirtualTime now, Outbox& out) const;
  /// In the order of hosts 6.1.
  void tick(VirtualTime now, Outbox& out);

  static constexpr TimerId tick_timer{"session_tick"};

 private:
  void expire_clients(VirtualTime now, Outbox& out);
  void end_strangers(VirtualTime now, Outbox& out);

  Settings const& settings_;
  Connections& connections_;
  Hosts& hosts_;
  EventChannel& events_;
  FrontDesk& desk_;
};

}  // namespace drydock::moor::sessions
