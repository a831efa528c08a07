#include "simulator/moor/checkers/one_question_at_a_time.hpp"

namespace drydock::simulator {

void OneQuestionAtATime::on_said(VirtualTime, NodeId node, WorkerSaid const&) {
  if (!waiting_.insert(node).second) fail("a worker spoke while its last message has no reply");
}

void OneQuestionAtATime::on_replied(VirtualTime, NodeId node, WorkerSaid const&,
                                    std::optional<moor::DaemonToWorkerReplyUnion> const&) {
  waiting_.erase(node);
}

void OneQuestionAtATime::on_control_down(VirtualTime, NodeId node) { waiting_.erase(node); }

void OneQuestionAtATime::on_worker(VirtualTime, NodeId node, NodeEvent event) {
  if (event == NodeEvent::crashed || event == NodeEvent::exited) waiting_.erase(node);
}

}  // namespace drydock::simulator
