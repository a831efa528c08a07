#include <ostream>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/describe.hpp"
#include "reference/moor/codec/described.hpp"
#include "reference/moor/codec/generators.hpp"

namespace drydock::moor {
namespace {

namespace gen = rc::gen;

std::vector<Var> made_arguments() {
  return *gen::scale(0.3, gen::container<std::vector<Var>>(any_value()));
}

std::optional<std::string> maybe_text() {
  if (!*gen::arbitrary<bool>()) return std::nullopt;
  return *any_text();
}

WorkerToDaemonUnion made_to_daemon() {
  auto const worker_id = *any_uuid();
  switch (*below(5)) {
    case 0:
      return AttachWorker{worker_id, *any_symbol()};
    case 1:
      return WorkerPong{worker_id, *any_symbol()};
    case 2:
      return DetachWorker{worker_id};
    case 3:
      return RequestResult{worker_id, *any_uuid(), *any_value()};
    default:
      return RequestError{worker_id, *any_uuid(), *any_worker_error()};
  }
}

DaemonToWorkerUnion made_to_worker() {
  auto const kind = *below(3);
  if (kind == 0) return PingWorkers{};
  if (kind == 1) return PleaseDie{*any_uuid()};
  WorkerRequest request{*any_uuid(), *any_uuid(), *any_obj(), made_arguments(), 0};
  if (*gen::arbitrary<bool>()) request.timeout_ms = *gen::arbitrary<std::uint64_t>();
  return request;
}

DaemonToWorkerReplyUnion made_reply() {
  switch (*below(7)) {
    case 0:
      return WorkerAck{};
    case 1:
      return WorkerRejected{maybe_text()};
    case 2:
      return WorkerAttached{*any_uuid()};
    case 3:
      return WorkerAuthFailed{*any_text()};
    case 4:
      return WorkerInvalidPayload{*any_text()};
    case 5:
      return WorkerUnknownRequest{*any_uuid()};
    default:
      return WorkerNotRegistered{*any_uuid()};
  }
}

CallerRequest made_caller_request() {
  CallerRequest request{*any_symbol(), made_arguments(), *any_obj(), {}};
  if (*gen::arbitrary<bool>()) request.timeout_seconds = (*any_float()).value;
  return request;
}

CallerReply made_caller_reply() {
  if (*gen::arbitrary<bool>()) return {*any_value()};
  return {*any_worker_error()};
}

}  // namespace

rc::Gen<WorkerError> any_worker_error() {
  return gen::exec([]() -> WorkerError {
    switch (*below(7)) {
      case 0:
        return WorkerPermissionDenied{*any_text()};
      case 1:
        return WorkerInvalidRequest{*any_text()};
      case 2:
        return WorkerInternalError{*any_text()};
      case 3:
        return WorkerRequestTimedOut{*any_text()};
      case 4:
        return WorkerRequestError{*any_text()};
      case 5:
        return WorkerDetached{*any_text()};
      default:
        return NoWorkerAvailable{*any_symbol()};
    }
  });
}

// NOLINTBEGIN(readability-identifier-naming)
void showValue(WorkerToDaemonMessage const& message, std::ostream& out) {
  out << described(Root::worker_to_daemon, message);
}
void showValue(DaemonToWorkerMessage const& message, std::ostream& out) {
  out << described(Root::daemon_to_worker, message);
}
void showValue(DaemonToWorkerReply const& message, std::ostream& out) {
  out << described(Root::daemon_to_worker_reply, message);
}
void showValue(CallerRequest const& message, std::ostream& out) {
  out << described(Root::caller_request, message);
}
void showValue(CallerReply const& message, std::ostream& out) {
  out << described(Root::caller_reply, message);
}
// NOLINTEND(readability-identifier-naming)

}  // namespace drydock::moor

namespace rc {

using namespace drydock::moor;

Gen<WorkerToDaemonMessage> Arbitrary<WorkerToDaemonMessage>::arbitrary() {
  return gen::exec([] { return WorkerToDaemonMessage{made_to_daemon(), maybe_text()}; });
}

Gen<DaemonToWorkerMessage> Arbitrary<DaemonToWorkerMessage>::arbitrary() {
  return gen::exec([] { return DaemonToWorkerMessage{made_to_worker()}; });
}

Gen<DaemonToWorkerReply> Arbitrary<DaemonToWorkerReply>::arbitrary() {
  return gen::exec([] { return DaemonToWorkerReply{made_reply()}; });
}

Gen<CallerRequest> Arbitrary<CallerRequest>::arbitrary() {
  return gen::exec([] { return made_caller_request(); });
}

Gen<CallerReply> Arbitrary<CallerReply>::arbitrary() {
  return gen::exec([] { return made_caller_reply(); });
}

}  // namespace rc
