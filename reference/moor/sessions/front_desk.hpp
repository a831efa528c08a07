#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "reference/moor/sessions/authority.hpp"
#include "reference/moor/sessions/desks.hpp"
#include "reference/moor/sessions/event_channel.hpp"
#include "reference/moor/sessions/event_log.hpp"
#include "reference/moor/sessions/hosts.hpp"
#include "reference/moor/sessions/settings.hpp"
#include "reference/moor/sessions/token_ledger.hpp"

namespace drydock::moor::sessions {

/// What happens to connections that are there: by the programs of the world, and at their end.
/// Nothing is published to a client id after its end. Source: hosts 3.6, 4.5 to 4.7.
class FrontDesk : public ConnectionDesk {
 public:
  FrontDesk(Settings const& settings, Connections& connections, Hosts& hosts, EventChannel& events,
            TokenLedger& tokens, EventLog& log)
      : settings_(settings),
        connections_(connections),
        hosts_(hosts),
        events_(events),
        tokens_(tokens),
        log_(log) {}

  /// Who is told when a connection is gone; outlives it. Before the first connection.
  void meet(TaskDesk& tasks) { tasks_ = &tasks; }

  Connections const& connections() const override { return connections_; }
  Result<std::string> log_in(VirtualTime now, Uuid const& client_id, Obj const& player,
                             std::optional<Arrival> const& arrival, Outbox& out) override;
  void announce(Uuid const& client_id) override;
  void publish(Uuid const& client_id, ClientEventUnion event, Outbox& out) override;
  void switch_player(VirtualTime now, Uuid const& client_id, Obj const& player,
                     Outbox& out) override;
  void boot(VirtualTime now, Obj const& target, Outbox& out) override;
  void set_option(VirtualTime now, Obj const& connection, Symbol const& name, Var const& value,
                  Outbox& out) override;
  void listen(VirtualTime now, HostBroadcastListen const& listen, Outbox& out) override;
  void unlisten(VirtualTime now, HostBroadcastUnlisten const& unlisten, Outbox& out) override;
  std::vector<Listener> listeners() const override { return hosts_.listeners(); }
  void set_event_log_key(Obj const& player, std::string const& public_key, Outbox& out) override;
  void keep(Obj const& player, NarrativeEvent const& event) override { log_.keep(player, event); }
  void store_kept(Outbox& out) override { log_.store(out); }

  /// Ends a connection, if it is there: its event if one is due, its removal, and then the world is
  /// told.
  void end(VirtualTime now, Uuid const& client_id, Gone why, Outbox& out);
  /// Tells hosts of a kind again where they are to listen, as one of them does not (DH-14).
  void repeat_listens(HostType type, std::vector<Listener> const& listeners, Outbox& out) const;
  /// Tries to store what has happened and could not be stored then.
  void store_owed(Outbox& out);
  /// A client's tokens are due to be renewed (ST-09).
  void renew_tokens(VirtualTime now, Uuid const& client_id, Outbox& out);

 private:
  Result<void> change_player(Uuid const& client_id, Obj const& player,
                             std::optional<Arrival> const& arrival, Outbox& out);
  bool is_last_of_player(Connection const& gone) const;

  Settings const& settings_;
  Connections& connections_;
  Hosts& hosts_;
  EventChannel& events_;
  TokenLedger& tokens_;
  EventLog& log_;
  TaskDesk* tasks_ = nullptr;
  std::map<std::pair<HostType, std::uint16_t>, HostBroadcastListen> listens_;
};

}  // namespace drydock::moor::sessions
