#pragma once

#include <map>
#include <optional>

#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/worker_wire.hpp"

namespace drydock::simulator {

/// A worker that has heard nothing for as long as it bears opens its subscription anew: a
/// connection may be gone without a word. Source: W-40.
class ListensAnew final : public WorkerChecker {
 public:
  ListensAnew(Verdict& verdict, Roles const& roles) : WorkerChecker(verdict), roles_(roles) {}
  std::string_view name() const override { return "listens_anew"; }

  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_broadcast(VirtualTime now, NodeId node) override;
  void on_dispatch_opened(VirtualTime now, NodeId node, bool opened) override;
  void on_worker(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  Roles const& roles_;
  std::map<NodeId, VirtualTime> heard_;  // Where a socket is open: when last, or since when.
  std::map<NodeId, Pace> paces_;
  VirtualTime next_look_{};
};

}  // namespace drydock::simulator
