#pragma once

#include <map>
#include <set>

#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/worker_wire.hpp"

namespace drydock::simulator {

/// A worker that hears its daemon, and is told that it is not registered, says within 5 s that it
/// is there. Not where its messages may have to wait for a token, nor while an attach of it stands
/// refused: it attaches again by delays of its own then (W-15). Source: W-11.
class ComesBack final : public WorkerChecker {
 public:
  using WorkerChecker::WorkerChecker;
  std::string_view name() const override { return "comes_back"; }

  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_broadcast(VirtualTime, NodeId node) override { hears_.insert(node); }
  void on_dispatch_opened(VirtualTime now, NodeId node, bool opened) override;
  void on_dispatch_down(VirtualTime now, NodeId node) override;
  void on_said(VirtualTime now, NodeId node, WorkerSaid const& said) override;
  void on_replied(VirtualTime now, NodeId node, WorkerSaid const& said,
                  std::optional<moor::DaemonToWorkerReplyUnion> const& reply) override;
  void on_control_down(VirtualTime, NodeId node) override { due_.erase(node); }
  void on_told_to_die(VirtualTime now, NodeId node, bool is_meant) override;
  void on_stop_requested(VirtualTime, NodeId node) override { leaving_.insert(node); }
  void on_worker(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  std::set<NodeId> hears_;    // Whose subscription was heard to be live.
  std::set<NodeId> leaving_;  // Who was told to end.
  std::set<NodeId> refused_;  // Who was heard to attach in vain, and not to be known since.
  std::map<NodeId, VirtualTime> due_;
  std::map<NodeId, Pace> paces_;
};

}  // namespace drydock::simulator
