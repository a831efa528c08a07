#pragma once

#include <map>
#include <utility>

#include "simulator/moor/worker_wire.hpp"

namespace drydock::simulator {

/// A worker repeats an answer that was refused since its token had expired, with a better one, and
/// does so once. Source: ST-06.
class RepeatsOnce final : public WorkerChecker {
 public:
  using WorkerChecker::WorkerChecker;
  std::string_view name() const override { return "repeats_once"; }

  void on_said(VirtualTime now, NodeId node, WorkerSaid const& said) override;
  void on_replied(VirtualTime now, NodeId node, WorkerSaid const& said,
                  std::optional<moor::DaemonToWorkerReplyUnion> const& reply) override;
  void on_worker(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  std::map<std::pair<NodeId, Uuid>, int> refused_;
};

}  // namespace drydock::simulator
