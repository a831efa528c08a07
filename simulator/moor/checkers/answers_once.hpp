#pragma once

#include <map>
#include <utility>

#include "simulator/moor/worker_wire.hpp"

namespace drydock::simulator {

/// A worker answers a request once. It may say it again only where the daemon cannot have heard it,
/// since its connection broke or was given up, or did not take it, as an invalid payload or
/// a message that it rejects.
/// Source: W-12, W-13, W-16, W-24, W-39.
class AnswersOnce final : public WorkerChecker {
 public:
  using WorkerChecker::WorkerChecker;
  std::string_view name() const override { return "answers_once"; }
  void on_said(VirtualTime now, NodeId node, WorkerSaid const& said) override;
  void on_replied(VirtualTime now, NodeId node, WorkerSaid const& said,
                  std::optional<moor::DaemonToWorkerReplyUnion> const& reply) override;
  void on_control_down(VirtualTime now, NodeId node) override;
  void on_worker(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  /// What the worker has said may not have been taken.
  void allow_again(NodeId node);

  std::map<std::pair<NodeId, Uuid>, bool> answered_;  // And whether once more is all right.
};

}  // namespace drydock::simulator
