#pragma once

#include <map>
#include <set>

#include "simulator/moor/checkers/answers_what_it_took.hpp"

namespace drydock::simulator {

/// A worker that is told to stop, or to die, answers what it has, detaches, says no more and ends;
/// also where it has to be done with it soon. Only what nothing else disturbs is held to it: no
/// other fault has happened, its connection holds, and the daemon does not refuse it. Source: W-32,
/// W-33.
class LeavesInOrder final : public WorkerChecker {
 public:
  LeavesInOrder(Verdict& verdict, AnswersWhatItTook const& answers)
      : WorkerChecker(verdict), answers_(answers) {}
  std::string_view name() const override { return "leaves_in_order"; }

  void on_told_to_die(VirtualTime now, NodeId node, bool is_meant) override;
  void on_stop_requested(VirtualTime now, NodeId node) override;
  void on_said(VirtualTime now, NodeId node, WorkerSaid const& said) override;
  void on_replied(VirtualTime now, NodeId node, WorkerSaid const& said,
                  std::optional<moor::DaemonToWorkerReplyUnion> const& reply) override;
  void on_control_down(VirtualTime now, NodeId node) override;
  void on_exit(VirtualTime now, NodeId node, Exit const& exit) override;
  void on_worker(VirtualTime now, NodeId node, NodeEvent event) override;
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) override;

 private:
  AnswersWhatItTook const& answers_;
  bool is_disturbed_ = false;
  std::map<NodeId, VirtualTime> leaving_;
  std::set<NodeId> detached_;
};

}  // namespace drydock::simulator
