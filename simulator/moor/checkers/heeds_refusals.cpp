#include "simulator/moor/checkers/heeds_refusals.hpp"

namespace drydock::simulator {

void HeedsRefusals::on_said(VirtualTime, NodeId node, WorkerSaid const& said) {
  if (said.kind == WorkerSaid::Kind::attach) {
    refused_.erase(node);
  } else if (said.kind == WorkerSaid::Kind::pong && refused_.contains(node)) {
    fail("a worker whose attach was refused says that it is there");
  }
}

void HeedsRefusals::on_replied(VirtualTime, NodeId node, WorkerSaid const& said,
                               std::optional<moor::DaemonToWorkerReplyUnion> const& reply) {
  if (said.kind != WorkerSaid::Kind::attach || !reply) return;
  bool const is_refusal = !std::holds_alternative<moor::WorkerAttached>(*reply) &&
                          !std::holds_alternative<moor::WorkerAck>(*reply);
  if (is_refusal) refused_.insert(node);
}

void HeedsRefusals::on_worker(VirtualTime, NodeId node, NodeEvent event) {
  if (event == NodeEvent::crashed || event == NodeEvent::exited) refused_.erase(node);
}

}  // namespace drydock::simulator
