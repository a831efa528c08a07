#pragma once

#include <map>
#include <optional>
#include <string>

#include "simulator/moor/people/known_clients.hpp"

namespace drydock::simulator {

/// A switch of players is told when it is committed, behind the output before it, and not at all
/// where the task that made it was aborted. It is seen where somebody evaluates
/// `notify(player, "MARK"); switch_player(...)`, whatever follows, while nothing else of that
/// connection that may switch is under way. A new token for the player that it is already is told
/// in the same message and is no switch. Source: HQ-49; hosts 4.7.
class SwitchesInOrder final : public ClientChecker {
 public:
  /// `clients` outlives it, and is told each thing after it.
  SwitchesInOrder(Verdict& verdict, KnownClients const& clients)
      : ClientChecker(verdict), clients_(clients) {}
  std::string_view name() const override { return "switches_in_order"; }

  void on_call(VirtualTime now, ClientCall const& call) override;
  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;
  void on_daemon(VirtualTime now, NodeEvent event) override;

 private:
  struct Eval {
    std::string mark;
    bool is_heard = false;
    bool has_switched = false;
  };
  bool is_switch(Uuid const& client, moor::ClientEventUnion const& event) const;

  KnownClients const& clients_;
  std::map<Uuid, Eval> evals_;              // Under way; a connection has one at a time.
  std::map<Uuid, VirtualTime> may_switch_;  // When another switch was last asked for.
};

}  // namespace drydock::simulator
