#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/codec/client_messages.hpp"
#include "reference/moor/codec/events.hpp"
#include "reference/moor/codec/host_messages.hpp"
#include "reference/moor/sessions/connections.hpp"
#include "reference/moor/sessions/rpc_port.hpp"
#include "reference/moor/sessions/worker_desk.hpp"

// Where the two halves of a daemon's client side meet: one half knows who is connected and may
// speak, the other runs programs in the world. Neither sees how the other does it.

namespace drydock::moor::sessions {

/// Who asks, after all checks: the client id is known and its token good where the message has one,
/// and the player is the one that the auth token names. The reply may come much later (HQ-02).
struct Asker {
  ReplyAddress reply;
  Uuid client_id;
  /// Nobody where the message came without an auth token, or before login.
  std::optional<Obj> player;
};

/// Why a connection is gone.
enum class Gone : std::uint8_t { detached, booted, expired };

/// The half that runs tasks. Each message is answered through the RpcPort, once, now or later.
class TaskDesk {
 public:
  virtual ~TaskDesk() = default;

  // Tasks.
  virtual void on(VirtualTime, Asker const&, LoginCommand const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, Command const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, InvokeVerb const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, RequestedInput const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, OutOfBand const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, Eval const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, InvokeSystemHandler const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, CallSystemVerb const&, Outbox&) = 0;
  // The world, at once.
  virtual void on(VirtualTime, Asker const&, RequestSysProp const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, Verbs const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, Properties const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, Retrieve const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, Resolve const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, ListObjects const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, Program const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, UpdateProperty const&, Outbox&) = 0;
  virtual void on(VirtualTime, Asker const&, BatchWorldState const&, Outbox&) = 0;

  /// Whether that object exists and has the player flag, now.
  virtual bool is_player(Obj const& object) const = 0;
  /// The `player_flags` of hosts 3.5.
  virtual std::uint16_t flags_of(Obj const& object) const = 0;

  /// A connection was attached to its player: runs `handler`'s verb for that kind of arrival, and
  /// none for `no_connect`. That it is to be told is stored; that it was, with the verb's first
  /// step. Source: hosts 4.4.
  virtual void arrived(VirtualTime now, Uuid const& client_id, ConnectType type, Obj const& handler,
                       Outbox& out) = 0;
  /// A connection is gone; `last_of_player` if its player has no other that the world was told of,
  /// so that `user_disconnected` is due. True where the connection's record is erased when that is
  /// stored, so that the world hears of it even if the daemon dies before. Source: hosts 4.6,
  /// HQ-28, HQ-29, HQ-33.
  virtual bool gone(VirtualTime now, Connection const& connection, Gone why, bool last_of_player,
                    Outbox& out) = 0;

  // Its own life within the daemon's.

  /// The connections are loaded and events can be published, but nobody can ask yet. A failure ends
  /// the daemon.
  virtual Result<void> start(VirtualTime, Outbox&) { return {}; }
  /// A timer fired that is nobody else's; true if it is one of its own.
  virtual bool on_timer(VirtualTime, TimerId const&, Outbox&) { return false; }
  /// What came of a request that the WorkerDesk was asked for.
  virtual void on_answer(VirtualTime, Uuid const& /*request*/, WorkerOutcome, Outbox&) {}
  /// The daemon ends: the last chance to answer whoever still waits.
  virtual void stop(VirtualTime, Outbox&) {}
  /// What it counted in a category of hosts' performance counters: `sched`, `db` or `bf`.
  virtual std::vector<Counter> counted(std::string_view) const { return {}; }
};

/// The half that knows the connections, for what programs want of it. What is asked here has been
/// committed, and happens in the order in which it is asked.
class ConnectionDesk {
 public:
  virtual ~ConnectionDesk() = default;

  virtual Connections const& connections() const = 0;
  /// Records the player of a client that has just logged in, and gives back an AuthToken. With an
  /// arrival, `announce` follows.
  virtual Result<std::string> log_in(VirtualTime now, Uuid const& client_id, Obj const& player,
                                     std::optional<Arrival> const& arrival, Outbox& out) = 0;
  /// The world is told of its arrival from now on (HQ-33), which `Connections::told` stores.
  virtual void announce(Uuid const& client_id) = 0;
  virtual void publish(Uuid const& client_id, ClientEventUnion event, Outbox& out) = 0;
  /// Another player for that client, with its event (4.7).
  virtual void switch_player(VirtualTime now, Uuid const& client_id, Obj const& player,
                             Outbox& out) = 0;
  /// Ends every connection of a player, or one by its object, each with a DisconnectEvent.
  virtual void boot(VirtualTime now, Obj const& target, Outbox& out) = 0;
  virtual void set_option(VirtualTime now, Obj const& connection, Symbol const& name,
                          Var const& value, Outbox& out) = 0;
  virtual void listen(VirtualTime now, HostBroadcastListen const& listen, Outbox& out) = 0;
  virtual void unlisten(VirtualTime now, HostBroadcastUnlisten const& unlisten, Outbox& out) = 0;
  /// Where hosts listen, by host id.
  virtual std::vector<Listener> listeners() const = 0;
  virtual void set_event_log_key(Obj const& player, std::string const& public_key, Outbox& out) = 0;
  /// What goes out to a player, whether or not a connection of theirs is there, for the event log.
  virtual void keep(Obj const& player, NarrativeEvent const& event) = 0;
  /// Stores what was kept. Before anything leaves the daemon.
  virtual void store_kept(Outbox& out) = 0;
};

}  // namespace drydock::moor::sessions
