#pragma once

#include <map>
#include <optional>
#include <set>

#include "simulator/moor/people/client_wire.hpp"

namespace drydock::simulator {

/// A task is cancelled only where somebody killed it, its own client is disconnected, or the daemon
/// started anew or stops; a boot is no reason for anybody else's task. Source: HQ-30, HQ-42.
class CancelledForAReason final : public ClientChecker {
 public:
  using ClientChecker::ClientChecker;
  std::string_view name() const override { return "cancelled_for_a_reason"; }

  void on_call(VirtualTime now, ClientCall const& call) override;
  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;
  void on_tick(VirtualTime now) override { look(now); }
  void on_daemon(VirtualTime now, NodeEvent event) override;
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) override;
  void at_end(VirtualTime, bool) override { look(VirtualTime::max()); }

 private:
  struct Cancelled {
    VirtualTime at;
    std::uint64_t task;
  };
  void look(VirtualTime now);

  std::optional<VirtualTime> killed_;      // When somebody last may have killed something.
  std::set<std::uint64_t> of_this_start_;  // Tasks that this daemon accepted.
  std::map<Uuid, Cancelled> unexplained_;  // Unless the client is disconnected at that instant.
};

}  // namespace drydock::simulator
