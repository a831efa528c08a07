#pragma once

#include <map>
#include <set>

#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/worker_wire.hpp"

namespace drydock::simulator {

/// A worker that is told to die, or to stop, has ended 10 s later; one that was told neither does
/// not end as if it had been, whatever others are told. Source: W-31, W-32.
class DiesWhenTold final : public WorkerChecker {
 public:
  using WorkerChecker::WorkerChecker;
  std::string_view name() const override { return "dies_when_told"; }

  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_told_to_die(VirtualTime now, NodeId node, bool is_meant) override;
  void on_stop_requested(VirtualTime now, NodeId node) override;
  void on_exit(VirtualTime now, NodeId node, Exit const& exit) override;
  void on_worker(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  std::map<NodeId, VirtualTime> told_;
  std::map<NodeId, Pace> paces_;
};

}  // namespace drydock::simulator
