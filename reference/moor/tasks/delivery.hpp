#pragma once

#include "reference/core/rng.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/moo/effect.hpp"
#include "reference/moor/sessions/desks.hpp"
#include "reference/moor/tasks/entry.hpp"
#include "reference/moor/tasks/event_ids.hpp"

namespace drydock::moor::tasks {

/// Brings what tasks did, once that is committed, to the connections. Source: hosts 3.6, 5.3.
class Delivery {
 public:
  Delivery(sessions::ConnectionDesk& desk, WallClock const& clock, Rng const& rng)
      : desk_(desk), clock_(clock), ids_(rng.fork("event_ids")) {}

  /// One effect of a step of `entry`, except those that are about other tasks.
  void deliver(VirtualTime now, Entry& entry, moo::Effect const& effect, Outbox& out);
  /// Tells the task's player about an error that nobody caught (HQ-47).
  void trace(VirtualTime now, Entry& entry, Exception exception, Outbox& out);
  /// To the client of the task, if that is there.
  void tell(Entry const& entry, ClientEventUnion event, Outbox& out);

 private:
  void say(VirtualTime now, Entry& entry, Obj const& player, Var author, Event event, Outbox& out);

  // One for each alternative of an effect.
  void on(VirtualTime, Entry&, moo::Notify const&, Outbox&);
  void on(VirtualTime, Entry&, moo::Present const&, Outbox&);
  void on(VirtualTime, Entry&, moo::Unpresent const&, Outbox&);
  void on(VirtualTime, Entry&, moo::SwitchPlayer const&, Outbox&);
  void on(VirtualTime, Entry&, moo::SetConnectionOption const&, Outbox&);
  void on(VirtualTime, Entry&, moo::StartListening const&, Outbox&);
  void on(VirtualTime, Entry&, moo::StopListening const&, Outbox&);
  void on(VirtualTime, Entry&, moo::BootPlayer const&, Outbox&) {}  // The scheduler's.
  void on(VirtualTime, Entry&, moo::KillTask const&, Outbox&) {}    // Likewise.

  sessions::ConnectionDesk& desk_;
  WallClock const& clock_;
  EventIds ids_;
};

/// Whether no value in it keeps it from crossing the wire.
bool can_be_sent(ClientEventUnion const& event);

/// Of a player's connections the task's own, else the oldest; a connection itself is its own.
/// Nobody where there is none.
sessions::Connection const* connection_of(sessions::Connections const& connections,
                                          std::optional<Uuid> const& client, Obj const& target);

}  // namespace drydock::moor::tasks
