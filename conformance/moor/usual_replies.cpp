#include "conformance/moor/usual_replies.hpp"

namespace drydock::conformance {

using namespace moor;

DaemonToWorkerReplyUnion UsualReplies::to(Heard const& heard) {
  if (!heard.message) return to_broken(heard);
  Uuid const worker = heard.worker().value();
  if (heard.as<AttachWorker>() != nullptr) {
    known_.insert(worker);
    return WorkerAttached{worker};
  }
  if (heard.as<WorkerPong>() != nullptr) {
    if (known_.insert(worker).second) return WorkerAttached{worker};
    return WorkerAck{};
  }
  if (auto const* result = heard.as<RequestResult>()) return to_answer(worker, result->request_id);
  if (auto const* error = heard.as<RequestError>()) return to_answer(worker, error->request_id);
  known_.erase(worker);
  return WorkerAck{};
}

void UsualReplies::forget() {
  known_.clear();
  pending_.clear();
}

DaemonToWorkerReplyUnion UsualReplies::to_broken(Heard const& heard) const {
  if (heard.frames.size() != 2) return WorkerRejected{"Message rejected"};
  if (!heard.worker()) return WorkerInvalidPayload{"Invalid worker ID format"};
  return WorkerInvalidPayload{heard.problem};
}

DaemonToWorkerReplyUnion UsualReplies::to_answer(Uuid const& worker, Uuid const& request_id) {
  if (!known_.contains(worker)) return WorkerNotRegistered{worker};
  if (pending_.erase(request_id) == 0) return WorkerUnknownRequest{request_id};
  return WorkerAck{};
}

}  // namespace drydock::conformance
