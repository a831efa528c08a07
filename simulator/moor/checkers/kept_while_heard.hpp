#pragma once

#include <map>
#include <optional>

#include "simulator/moor/wire.hpp"

namespace drydock::simulator {

/// A daemon does not forget a worker before it has been silent for as long as the daemon bears: a
/// pong that comes in time is acknowledged, and does not attach it again. Not where tokens, keys
/// and files have a say in who is attached. Source: DW-17, DW-19, UQ-17.
class KeptWhileHeard final : public WireChecker {
 public:
  using WireChecker::WireChecker;
  std::string_view name() const override { return "kept_while_heard"; }
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 protected:
  void on_control(VirtualTime now, NodeId node, Uuid const& worker,
                  moor::WorkerToDaemonUnion const& message) override;
  void on_control_reply(VirtualTime now, NodeId node,
                        moor::DaemonToWorkerReplyUnion const& reply) override;

 private:
  enum class Asked : std::uint8_t { nothing, attach, pong, detach };
  std::map<Uuid, VirtualTime> heard_;
  Uuid asked_by_;
  Asked asked_ = Asked::nothing;
};

}  // namespace drydock::simulator
