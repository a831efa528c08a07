#pragma once

#include <set>

#include "simulator/moor/people/client_wire.hpp"

namespace drydock::simulator {

/// After its DisconnectEvent a client is told nothing more. Source: hosts 13.2; HQ-31.
class NoEventAfterDisconnect final : public ClientChecker {
 public:
  explicit NoEventAfterDisconnect(Verdict& verdict) : ClientChecker(verdict) {}
  std::string_view name() const override { return "no_event_after_disconnect"; }

  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;

 private:
  std::set<Uuid> disconnected_;
};

}  // namespace drydock::simulator
