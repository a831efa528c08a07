#pragma once

#include <map>

#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/daemon_wire.hpp"
#include "simulator/moor/trust/operator.hpp"

namespace drydock::simulator {

/// Nothing is done for those who have no right to it: a stranger hears nothing over an
/// authenticated socket, what an insider says with somebody else's token or id is refused, and so
/// is what a host says that was removed, from the daemon's next look on and until it enrolls anew.
/// Source: TS-01 to TS-03, TS-16, UQ-19, UQ-45; tokens ST-03.
class NoTrespass final : public DaemonChecker {
 public:
  NoTrespass(Verdict& verdict, Roles const& roles, World& world, Operator const& someone)
      : DaemonChecker(verdict, roles), world_(world), operator_(someone) {}
  std::string_view name() const override { return "no_trespass"; }
  void on_network(VirtualTime now, NetworkEvent const& event) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 protected:
  void on_control_reply(VirtualTime now, NodeId daemon, std::optional<ControlMessage> const& asked,
                        moor::DaemonToWorkerReplyUnion const& reply) override;
  void on_enrollment_answered(VirtualTime now, NodeId daemon, Frames const& frames) override;

 private:
  void on_enrollment(NetworkEvent const& event);
  bool is_barred(VirtualTime now, NodeId node) const;

  World& world_;
  Operator const& operator_;
  Pace pace_;
  NodeId asker_ = no_node;                  // Of the control message that the next reply is for.
  std::map<NodeId, VirtualTime> enrolled_;  // When last with the enrollment token.
  NodeId enrolling_ = no_node;  // Who asked what is answered next, if not for a renewal.
};

}  // namespace drydock::simulator
