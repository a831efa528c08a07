#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/codec/var.hpp"

// The worker protocol's messages as values. Names and fields are the schema's
// (schema/moor/worker.fbs); the alternatives of each variant stand in the order of their tags, the
// first having tag 1.

namespace drydock::moor {

// WorkerErrorUnion.
struct WorkerPermissionDenied {
  std::string message;
  friend bool operator==(WorkerPermissionDenied const&, WorkerPermissionDenied const&) = default;
};
struct WorkerInvalidRequest {
  std::string message;
  friend bool operator==(WorkerInvalidRequest const&, WorkerInvalidRequest const&) = default;
};
struct WorkerInternalError {
  std::string message;
  friend bool operator==(WorkerInternalError const&, WorkerInternalError const&) = default;
};
struct WorkerRequestTimedOut {
  std::string message;
  friend bool operator==(WorkerRequestTimedOut const&, WorkerRequestTimedOut const&) = default;
};
struct WorkerRequestError {
  std::string message;
  friend bool operator==(WorkerRequestError const&, WorkerRequestError const&) = default;
};
struct WorkerDetached {
  std::string message;
  friend bool operator==(WorkerDetached const&, WorkerDetached const&) = default;
};
struct NoWorkerAvailable {
  Symbol worker_type;
  friend bool operator==(NoWorkerAvailable const&, NoWorkerAvailable const&) = default;
};
using WorkerError =
    std::variant<WorkerPermissionDenied, WorkerInvalidRequest, WorkerInternalError,
                 WorkerRequestTimedOut, WorkerRequestError, WorkerDetached, NoWorkerAvailable>;

// WorkerToDaemonMessageUnion: what a worker sends on the control socket.
struct AttachWorker {
  Uuid worker_id;
  Symbol worker_type;
  friend bool operator==(AttachWorker const&, AttachWorker const&) = default;
};
struct WorkerPong {
  Uuid worker_id;
  Symbol worker_type;
  friend bool operator==(WorkerPong const&, WorkerPong const&) = default;
};
struct DetachWorker {
  Uuid worker_id;
  friend bool operator==(DetachWorker const&, DetachWorker const&) = default;
};
struct RequestResult {
  Uuid worker_id;
  Uuid request_id;
  Var result;
  friend bool operator==(RequestResult const&, RequestResult const&) = default;
};
struct RequestError {
  Uuid worker_id;
  Uuid request_id;
  WorkerError error;
  friend bool operator==(RequestError const&, RequestError const&) = default;
};
using WorkerToDaemonUnion =
    std::variant<AttachWorker, WorkerPong, DetachWorker, RequestResult, RequestError>;

/// Root table `WorkerToDaemonMessage`.
struct WorkerToDaemonMessage {
  WorkerToDaemonUnion message;
  std::optional<std::string> token;  // The strict profile's WorkerToken; absent in the others.
  friend bool operator==(WorkerToDaemonMessage const&, WorkerToDaemonMessage const&) = default;
};

// DaemonToWorkerMessageUnion: what a daemon broadcasts on the dispatch socket.
struct PingWorkers {
  friend bool operator==(PingWorkers const&, PingWorkers const&) = default;
};
struct WorkerRequest {
  Uuid worker_id;
  Uuid id;
  Obj perms;
  std::vector<Var> request;
  std::uint64_t timeout_ms = 0;  // 0 is no limit.
  friend bool operator==(WorkerRequest const&, WorkerRequest const&) = default;
};
struct PleaseDie {
  Uuid worker_id;
  friend bool operator==(PleaseDie const&, PleaseDie const&) = default;
};
using DaemonToWorkerUnion = std::variant<PingWorkers, WorkerRequest, PleaseDie>;

/// Root table `DaemonToWorkerMessage`.
struct DaemonToWorkerMessage {
  DaemonToWorkerUnion message;
  friend bool operator==(DaemonToWorkerMessage const&, DaemonToWorkerMessage const&) = default;
};

// DaemonToWorkerReplyUnion: the answer to each control message.
struct WorkerAck {
  friend bool operator==(WorkerAck const&, WorkerAck const&) = default;
};
struct WorkerRejected {
  std::optional<std::string> reason;
  friend bool operator==(WorkerRejected const&, WorkerRejected const&) = default;
};
struct WorkerAttached {
  Uuid worker_id;
  friend bool operator==(WorkerAttached const&, WorkerAttached const&) = default;
};
struct WorkerAuthFailed {
  std::string reason;
  friend bool operator==(WorkerAuthFailed const&, WorkerAuthFailed const&) = default;
};
struct WorkerInvalidPayload {
  std::string reason;
  friend bool operator==(WorkerInvalidPayload const&, WorkerInvalidPayload const&) = default;
};
struct WorkerUnknownRequest {
  Uuid request_id;
  friend bool operator==(WorkerUnknownRequest const&, WorkerUnknownRequest const&) = default;
};
struct WorkerNotRegistered {
  Uuid worker_id;
  friend bool operator==(WorkerNotRegistered const&, WorkerNotRegistered const&) = default;
};
using DaemonToWorkerReplyUnion =
    std::variant<WorkerAck, WorkerRejected, WorkerAttached, WorkerAuthFailed, WorkerInvalidPayload,
                 WorkerUnknownRequest, WorkerNotRegistered>;

/// Root table `DaemonToWorkerReply`.
struct DaemonToWorkerReply {
  DaemonToWorkerReplyUnion reply;
  friend bool operator==(DaemonToWorkerReply const&, DaemonToWorkerReply const&) = default;
};

}  // namespace drydock::moor
