#pragma once

#include <map>

#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/daemon_wire.hpp"

namespace drydock::simulator {

/// No request is published for a worker that has not attached, that was told that its detach is
/// done, or that has been silent for longer than the daemon lets it. Source: DW-13, DW-18, UQ-15.
class NoDispatchToTheDead final : public DaemonChecker {
 public:
  using DaemonChecker::DaemonChecker;
  std::string_view name() const override { return "no_dispatch_to_the_dead"; }
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 protected:
  void on_control(VirtualTime now, NodeId daemon, ControlMessage const& message) override;
  void on_control_reply(VirtualTime now, NodeId daemon, std::optional<ControlMessage> const& asked,
                        moor::DaemonToWorkerReplyUnion const& reply) override;
  void on_dispatch(VirtualTime now, NodeId node, moor::WorkerRequest const& request) override;

 private:
  Pace pace_;
  std::map<Uuid, VirtualTime> heard_;  // Live workers, with their last sign of life.
};

}  // namespace drydock::simulator
