#pragma once

#include <map>

#include "simulator/moor/daemon_wire.hpp"

namespace drydock::simulator {

/// A daemon does not forget a worker before it has been silent for as long as the daemon bears: a
/// pong that comes in time is acknowledged, and does not attach it again. Not where tokens, keys
/// and files have a say in who is attached. Source: DW-17, DW-19, UQ-17.
class KeptWhileHeard final : public DaemonChecker {
 public:
  using DaemonChecker::DaemonChecker;
  std::string_view name() const override { return "kept_while_heard"; }
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 protected:
  void on_control_reply(VirtualTime now, NodeId daemon, std::optional<ControlMessage> const& asked,
                        moor::DaemonToWorkerReplyUnion const& reply) override;

 private:
  std::map<Uuid, VirtualTime> heard_;
};

}  // namespace drydock::simulator
