#include "simulator/moor/checkers/workers_pong_once.hpp"

#include <fmt/format.h>

#include "simulator/moor/daemon_wire.hpp"

namespace drydock::simulator {

void WorkersPongOnce::on_pinged(VirtualTime, NodeId node) { ++counts_[node].allowed; }

void WorkersPongOnce::on_replied(VirtualTime, NodeId node, WorkerSaid const&,
                                 std::optional<moor::DaemonToWorkerReplyUnion> const& reply) {
  if (reply && !is_accepted(*reply)) ++counts_[node].allowed;
}

void WorkersPongOnce::on_control_down(VirtualTime, NodeId node) { ++counts_[node].allowed; }

void WorkersPongOnce::on_said(VirtualTime, NodeId node, WorkerSaid const& said) {
  if (said.kind != WorkerSaid::Kind::pong) return;
  Count& count = counts_[node];
  if (++count.pongs <= count.allowed) return;
  fail(fmt::format("a worker said {} times that it is there, and was asked {} times", count.pongs,
                   count.allowed));
}

void WorkersPongOnce::on_worker(VirtualTime, NodeId node, NodeEvent event) {
  if (event == NodeEvent::crashed || event == NodeEvent::exited) counts_.erase(node);
}

}  // namespace drydock::simulator
