#pragma once

#include <cstddef>
#include <map>

#include "simulator/moor/worker_wire.hpp"

namespace drydock::simulator {

/// A worker says that it is there once for each time that it is asked. It may say it again only
/// where the daemon cannot have heard it, or did not take it. Source: W-08, W-35.
class WorkersPongOnce final : public WorkerChecker {
 public:
  using WorkerChecker::WorkerChecker;
  std::string_view name() const override { return "workers_pong_once"; }
  void on_pinged(VirtualTime now, NodeId node) override;
  void on_said(VirtualTime now, NodeId node, WorkerSaid const& said) override;
  void on_replied(VirtualTime now, NodeId node, WorkerSaid const& said,
                  std::optional<moor::DaemonToWorkerReplyUnion> const& reply) override;
  void on_control_down(VirtualTime now, NodeId node) override;
  void on_worker(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  struct Count {
    std::size_t allowed = 0;
    std::size_t pongs = 0;
  };

  std::map<NodeId, Count> counts_;
};

}  // namespace drydock::simulator
