#pragma once

#include <set>

#include "simulator/moor/worker_wire.hpp"

namespace drydock::simulator {

/// A worker whose attach was refused does not take itself for attached: it answers no ping before
/// an attach of it is accepted. Source: W-14.
class HeedsRefusals final : public WorkerChecker {
 public:
  using WorkerChecker::WorkerChecker;
  std::string_view name() const override { return "heeds_refusals"; }

  void on_said(VirtualTime now, NodeId node, WorkerSaid const& said) override;
  void on_replied(VirtualTime now, NodeId node, WorkerSaid const& said,
                  std::optional<moor::DaemonToWorkerReplyUnion> const& reply) override;
  void on_worker(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  std::set<NodeId> refused_;
};

}  // namespace drydock::simulator
