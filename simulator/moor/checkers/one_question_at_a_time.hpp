#pragma once

#include <set>

#include "simulator/moor/worker_wire.hpp"

namespace drydock::simulator {

/// A worker does not speak on a connection that owes it a reply: nothing in a reply says what it
/// replies to, so that a late one would be taken for another. Source: W-34, W-35.
class OneQuestionAtATime final : public WorkerChecker {
 public:
  using WorkerChecker::WorkerChecker;
  std::string_view name() const override { return "one_question_at_a_time"; }

  void on_said(VirtualTime now, NodeId node, WorkerSaid const& said) override;
  void on_replied(VirtualTime now, NodeId node, WorkerSaid const& said,
                  std::optional<moor::DaemonToWorkerReplyUnion> const& reply) override;
  void on_control_down(VirtualTime now, NodeId node) override;
  void on_worker(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  std::set<NodeId> waiting_;
};

}  // namespace drydock::simulator
