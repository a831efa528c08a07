#pragma once

#include <set>

#include "simulator/moor/checkers/calm.hpp"
#include "simulator/moor/people/host_wire.hpp"
#include "simulator/moor/people/known_clients.hpp"
#include "simulator/moor/people/shown_watcher.hpp"

namespace drydock::simulator {

/// As long as nothing has gone wrong, no client of a host falls silent: who is there answers pings,
/// logged in or not, and who leaves is detached. And nobody loses a connection who neither left nor
/// was booted. Source: H-06, H-17, H-29, HQ-62, HQ-66, HQ-67.
class ConnectionsHold final : public ClientChecker, public HostWatcher, public ShownWatcher {
 public:
  ConnectionsHold(Verdict& verdict, KnownClients const& clients)
      : ClientChecker(verdict), clients_(clients) {}
  std::string_view name() const override { return "connections_hold"; }

  // Before whom `clients` is, so that it still says what was.
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;
  void on_told(VirtualTime now, NodeId host, ClientCall const& call,
               moor::ReplyResultUnion const& result) override;
  void on_shown(NodeId host, moor::host::Shown const& shown) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) override;

 private:
  KnownClients const& clients_;
  Calm calm_;
  std::set<Uuid> clients_of_hosts_;
};

}  // namespace drydock::simulator
