#include "simulator/moor/checkers/comes_back.hpp"

namespace drydock::simulator {
namespace {

constexpr Duration comes_back_within = std::chrono::seconds{5};

}  // namespace

void ComesBack::on_dispatch_opened(VirtualTime now, NodeId node, bool) {
  on_dispatch_down(now, node);
}

void ComesBack::on_dispatch_down(VirtualTime, NodeId node) {
  hears_.erase(node);
  due_.erase(node);
}

void ComesBack::on_told_to_die(VirtualTime, NodeId node, bool is_meant) {
  if (is_meant) leaving_.insert(node);
}

void ComesBack::on_said(VirtualTime, NodeId node, WorkerSaid const& said) {
  if (!said.is_answer()) due_.erase(node);
}

void ComesBack::on_replied(VirtualTime now, NodeId node, WorkerSaid const& said,
                           std::optional<moor::DaemonToWorkerReplyUnion> const& reply) {
  if (!reply) return;
  bool const is_granted = std::holds_alternative<moor::WorkerAttached>(*reply) ||
                          std::holds_alternative<moor::WorkerAck>(*reply);
  if (is_granted) refused_.erase(node);
  if (!is_granted && said.kind == WorkerSaid::Kind::attach) refused_.insert(node);
  if (paces_[node].is_hampered() || refused_.contains(node)) return;
  bool const counts = std::holds_alternative<moor::WorkerNotRegistered>(*reply);
  if (counts && hears_.contains(node) && !leaving_.contains(node)) {
    due_.try_emplace(node, now + comes_back_within);
  }
}

void ComesBack::on_input(VirtualTime now, NodeId, Input const&) {
  for (auto const& [node, due] : due_) {
    if (now > due)
      fail("a worker was told that it is not registered, and did not come back in 5 s");
  }
}

void ComesBack::on_worker(VirtualTime now, NodeId node, NodeEvent event) {
  paces_[node].on_node(now, event);
  due_.erase(node);
  if (event != NodeEvent::crashed && event != NodeEvent::exited) return;
  hears_.erase(node);
  leaving_.erase(node);
  refused_.erase(node);
}

}  // namespace drydock::simulator
