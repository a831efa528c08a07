#pragma once

#include <map>
#include <optional>
#include <set>

#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/people/client_wire.hpp"
#include "simulator/moor/people/daemon_store.hpp"

namespace drydock::simulator {

/// Who is connected, as the daemon's own words say. Of what it was about when it died, a login, a
/// switch, a boot or an end, it may have stored more than it said; then what is stored counts.
class KnownClients final : public ClientWatcher {
 public:
  /// `store` outlives it.
  explicit KnownClients(DaemonStore const& store) : store_(store) {}

  struct Client {
    std::optional<moor::Obj> object;  // An attached one is not told.
    std::optional<moor::Obj> player;
    bool is_there = true;
    VirtualTime last_sign_of_life{};
    /// Later where it asked for what cannot be: hosts 6.2 does not say whether that counts.
    VirtualTime last_heard{};
    std::size_t logins = 0;  // Under way; whose it is then is not known yet.
    VirtualTime begun{};
    std::optional<VirtualTime> returned = {};  // When the daemon was last restarted under it.
    std::set<moor::Obj> former_players = {};
    /// A switch was told so late that a login may have come after it.
    bool is_doubtful = false;
    /// Asked to become another player, and nothing was heard of it since.
    std::optional<VirtualTime> switching = {};
    std::size_t detaches = 0;  // Under way.
    // When the daemon died, until it is there again: what may be stored and was not told.
    bool may_have_ended = false;
    bool may_have_changed = false;
  };

  /// Null where nothing is known of it.
  Client const* find(Uuid const& client) const;
  std::map<Uuid, Client> const& all() const { return clients_; }
  /// Whether what the client is told now may be of before: the daemon keeps what it has for a new
  /// client, or one of before its restart, until that is subscribed to (EV-18).
  bool may_be_held(VirtualTime now, Client const& client) const;

  void on_call(VirtualTime now, ClientCall const& call) override;
  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;
  void on_daemon(VirtualTime now, NodeEvent event) override;

 private:
  void on_death(VirtualTime now);
  void on_return(Uuid const& id, Client& client) const;
  static void change_player(Client& client, std::optional<moor::Obj> const& player);

  std::map<Uuid, Client> clients_;
  std::optional<VirtualTime> booting_;  // Since when somebody may be booted, last of all.
  Pace pace_;                           // Of the daemon.
  DaemonStore const& store_;
};

/// Whether somebody may be booted by it.
bool boots(ClientCall const& call);

}  // namespace drydock::simulator
