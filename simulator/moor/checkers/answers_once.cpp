#include "simulator/moor/checkers/answers_once.hpp"

#include <fmt/format.h>

namespace drydock::simulator {

void AnswersOnce::on_said(VirtualTime, NodeId node, WorkerSaid const& said) {
  if (!said.is_answer()) return;
  auto const [place, is_first] = answered_.try_emplace({node, said.request}, false);
  if (is_first) return;
  if (!place->second) fail(fmt::format("a worker answered request {} again", said.request.text()));
  place->second = false;
}

void AnswersOnce::on_replied(VirtualTime, NodeId node, WorkerSaid const&,
                             std::optional<moor::DaemonToWorkerReplyUnion> const& reply) {
  bool const is_refusal = reply && (std::holds_alternative<moor::WorkerInvalidPayload>(*reply) ||
                                    std::holds_alternative<moor::WorkerRejected>(*reply) ||
                                    std::holds_alternative<moor::WorkerAuthFailed>(*reply));
  if (is_refusal) allow_again(node);
}

void AnswersOnce::on_control_down(VirtualTime, NodeId node) { allow_again(node); }

void AnswersOnce::allow_again(NodeId node) {
  for (auto& [key, may_again] : answered_) {
    if (key.first == node) may_again = true;
  }
}

void AnswersOnce::on_worker(VirtualTime, NodeId node, NodeEvent event) {
  if (event != NodeEvent::crashed && event != NodeEvent::exited) return;
  std::erase_if(answered_, [&](auto const& entry) { return entry.first.first == node; });
}

}  // namespace drydock::simulator
