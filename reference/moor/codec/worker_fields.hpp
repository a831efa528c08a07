#pragma once

#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/worker_messages.hpp"

// The tables of worker_messages.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<WorkerPermissionDenied>) {
  return table<WorkerPermissionDenied>("WorkerPermissionDenied",
                                       field("message", &WorkerPermissionDenied::message));
}
constexpr auto table_of(Type<WorkerInvalidRequest>) {
  return table<WorkerInvalidRequest>("WorkerInvalidRequest",
                                     field("message", &WorkerInvalidRequest::message));
}
constexpr auto table_of(Type<WorkerInternalError>) {
  return table<WorkerInternalError>("WorkerInternalError",
                                    field("message", &WorkerInternalError::message));
}
constexpr auto table_of(Type<WorkerRequestTimedOut>) {
  return table<WorkerRequestTimedOut>("WorkerRequestTimedOut",
                                      field("message", &WorkerRequestTimedOut::message));
}
constexpr auto table_of(Type<WorkerRequestError>) {
  return table<WorkerRequestError>("WorkerRequestError",
                                   field("message", &WorkerRequestError::message));
}
constexpr auto table_of(Type<WorkerDetached>) {
  return table<WorkerDetached>("WorkerDetached", field("message", &WorkerDetached::message));
}
constexpr auto table_of(Type<NoWorkerAvailable>) {
  return table<NoWorkerAvailable>("NoWorkerAvailable",
                                  field("worker_type", &NoWorkerAvailable::worker_type));
}
constexpr auto table_of(Type<AttachWorker>) {
  return table<AttachWorker>("AttachWorker", field("worker_id", &AttachWorker::worker_id),
                             field("worker_type", &AttachWorker::worker_type));
}
constexpr auto table_of(Type<WorkerPong>) {
  return table<WorkerPong>("WorkerPong", field("worker_id", &WorkerPong::worker_id),
                           field("worker_type", &WorkerPong::worker_type));
}
constexpr auto table_of(Type<DetachWorker>) {
  return table<DetachWorker>("DetachWorker", field("worker_id", &DetachWorker::worker_id));
}
constexpr auto table_of(Type<RequestResult>) {
  return table<RequestResult>("RequestResult", field("worker_id", &RequestResult::worker_id),
                              field("request_id", &RequestResult::request_id),
                              field("result", &RequestResult::result));
}
constexpr auto table_of(Type<RequestError>) {
  return table<RequestError>("RequestError", field("worker_id", &RequestError::worker_id),
                             field("request_id", &RequestError::request_id),
                             field("error", &RequestError::error));
}
constexpr auto table_of(Type<WorkerToDaemonMessage>) {
  return table<WorkerToDaemonMessage>("WorkerToDaemonMessage",
                                      union_field("message", &WorkerToDaemonMessage::message),
                                      secret_field("token", &WorkerToDaemonMessage::token));
}
constexpr auto table_of(Type<PingWorkers>) { return table<PingWorkers>("PingWorkers"); }
constexpr auto table_of(Type<WorkerRequest>) {
  return table<WorkerRequest>(
      "WorkerRequest", field("worker_id", &WorkerRequest::worker_id),
      field("id", &WorkerRequest::id), field("perms", &WorkerRequest::perms),
      field("request", &WorkerRequest::request), field("timeout_ms", &WorkerRequest::timeout_ms));
}
constexpr auto table_of(Type<PleaseDie>) {
  return table<PleaseDie>("PleaseDie", field("worker_id", &PleaseDie::worker_id));
}
constexpr auto table_of(Type<DaemonToWorkerMessage>) {
  return table<DaemonToWorkerMessage>("DaemonToWorkerMessage",
                                      union_field("message", &DaemonToWorkerMessage::message));
}
constexpr auto table_of(Type<WorkerAck>) { return table<WorkerAck>("WorkerAck"); }
constexpr auto table_of(Type<WorkerRejected>) {
  return table<WorkerRejected>("WorkerRejected", field("reason", &WorkerRejected::reason));
}
constexpr auto table_of(Type<WorkerAttached>) {
  return table<WorkerAttached>("WorkerAttached", field("worker_id", &WorkerAttached::worker_id));
}
constexpr auto table_of(Type<WorkerAuthFailed>) {
  return table<WorkerAuthFailed>("WorkerAuthFailed", field("reason", &WorkerAuthFailed::reason));
}
constexpr auto table_of(Type<WorkerInvalidPayload>) {
  return table<WorkerInvalidPayload>("WorkerInvalidPayload",
                                     field("reason", &WorkerInvalidPayload::reason));
}
constexpr auto table_of(Type<WorkerUnknownRequest>) {
  return table<WorkerUnknownRequest>("WorkerUnknownRequest",
                                     field("request_id", &WorkerUnknownRequest::request_id));
}
constexpr auto table_of(Type<WorkerNotRegistered>) {
  return table<WorkerNotRegistered>("WorkerNotRegistered",
                                    field("worker_id", &WorkerNotRegistered::worker_id));
}
constexpr auto table_of(Type<DaemonToWorkerReply>) {
  return table<DaemonToWorkerReply>("DaemonToWorkerReply",
                                    union_field("reply", &DaemonToWorkerReply::reply));
}

}  // namespace drydock::moor
