#pragma once

#include <map>
#include <optional>
#include <string>

#include "simulator/moor/daemon_wire.hpp"
#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// In a strict run a worker is not refused that shows a token which the daemon issued for it, which
/// began and has not ended by the daemon's clock, and which nobody took back: also after a rotation
/// of keys, and a renewal. Not held where files were lost or brought back. And as long as nothing
/// has gone wrong no worker is refused at all, since it renews in time. Source: tokens ST-06,
/// ST-07, ST-10.
class RightfulIsHeard final : public DaemonChecker {
 public:
  RightfulIsHeard(Verdict& verdict, Roles const& roles, World& world)
      : DaemonChecker(verdict, roles), world_(world) {}
  std::string_view name() const override { return "rightful_is_heard"; }
  void on_network(VirtualTime now, NetworkEvent const& event) override;
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 protected:
  void on_control(VirtualTime now, NodeId daemon, ControlMessage const& message) override;
  void on_control_reply(VirtualTime now, NodeId daemon, std::optional<ControlMessage> const& asked,
                        moor::DaemonToWorkerReplyUnion const& reply) override;

 private:
  bool is_good(VirtualTime now, NodeId daemon, std::string const& token) const;

  World& world_;
  std::map<std::string, NodeId> issued_;  // To whom each token went.
  std::map<NodeId, Uuid> asking_for_;     // The service id of the enrollment that is under way.
  std::map<std::string, Uuid> issued_for_;
  bool files_are_whole_ = true;
  bool is_disturbed_ = false;
  NodeId asker_ = no_node;
  // Of the message that the next reply is for: whether it may not be refused.
  bool is_rightful_ = false;
};

}  // namespace drydock::simulator
