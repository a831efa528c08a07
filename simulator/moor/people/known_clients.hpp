#pragma once

#include <map>
#include <optional>
#include <set>

#include "simulator/moor/people/client_wire.hpp"

namespace drydock::simulator {

/// Who is connected, as the daemon's own words say.
class KnownClients final : public ClientWatcher {
 public:
  struct Client {
    std::optional<moor::Obj> object;  // An attached one is not told.
    std::optional<moor::Obj> player;
    bool is_there = true;
    VirtualTime last_sign_of_life{};
    std::size_t logins = 0;  // Under way; whose it is then is not known yet.
    VirtualTime begun{};
    std::set<moor::Obj> former_players = {};
  };

  /// Null where nothing is known of it.
  Client const* find(Uuid const& client) const;
  std::map<Uuid, Client> const& all() const { return clients_; }

  void on_call(VirtualTime now, ClientCall const& call) override;
  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;
  void on_daemon(VirtualTime now, NodeEvent event) override;

 private:
  static void change_player(Client& client, std::optional<moor::Obj> const& player);

  std::map<Uuid, Client> clients_;
};

}  // namespace drydock::simulator
