#pragma once

#include <cstddef>
#include <map>
#include <set>

#include "simulator/moor/people/client_wire.hpp"
#include "simulator/moor/people/daemon_store.hpp"

namespace drydock::simulator {

/// After its DisconnectEvent a client is told nothing more; unless the store took nothing then, and
/// the daemon ended before it did: then who is still stored is there again until it expires. Where
/// the store takes everything for some ticks, nobody is stored who was disconnected. Source: hosts
/// 13.2; HQ-31.
class NoEventAfterDisconnect final : public ClientChecker {
 public:
  NoEventAfterDisconnect(Verdict& verdict, DaemonStore const& store)
      : ClientChecker(verdict), store_(store) {}
  std::string_view name() const override { return "no_event_after_disconnect"; }

  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;

  void on_tick(VirtualTime now) override;
  void on_daemon(VirtualTime now, NodeEvent event) override;

 private:
  DaemonStore const& store_;
  std::set<Uuid> disconnected_;
  std::map<Uuid, std::size_t> unstored_;  // And at how many ticks since all could be stored.
};

}  // namespace drydock::simulator
