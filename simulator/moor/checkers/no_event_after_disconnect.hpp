#pragma once

#include <set>

#include "simulator/moor/people/client_wire.hpp"

namespace drydock::simulator {

/// After its DisconnectEvent a client is told nothing more; unless the store took nothing then, and
/// the daemon ended before it did: then the client is there again until it expires. Source: hosts
/// 13.2; HQ-31.
class NoEventAfterDisconnect final : public ClientChecker {
 public:
  explicit NoEventAfterDisconnect(Verdict& verdict) : ClientChecker(verdict) {}
  std::string_view name() const override { return "no_event_after_disconnect"; }

  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;

  void on_tick(VirtualTime now) override;
  void on_daemon(VirtualTime now, NodeEvent event) override;
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) override;

 private:
  std::set<Uuid> disconnected_;
  std::set<Uuid> unstored_;
  bool takes_nothing_ = false;
};

}  // namespace drydock::simulator
