#pragma once

#include <map>
#include <set>
#include <string>

#include "simulator/moor/people/client_wire.hpp"

namespace drydock::simulator {

/// What a task shows is published when it is committed, which for one that never sleeps is its end:
/// from its first line to its end the daemon is given nothing else to do. It is seen where somebody
/// gives the command `lines N TAG`. Source: EV-10, HQ-55; hosts 5.3.
class ShownWhenCommitted final : public ClientChecker {
 public:
  ShownWhenCommitted(Verdict& verdict, Roles const& roles)
      : ClientChecker(verdict), roles_(roles) {}
  std::string_view name() const override { return "shown_when_committed"; }

  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_call(VirtualTime now, ClientCall const& call) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;

 private:
  Roles const& roles_;
  std::map<std::string, Uuid> askers_;  // By tag.
  std::map<Uuid, std::string> begun_;   // Whose lines are being shown, in this step.
};

}  // namespace drydock::simulator
