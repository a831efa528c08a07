#pragma once

#include <array>

#include "reference/moor/codec/compile_error_fields.hpp"
#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/narrative_fields.hpp"
#include "reference/moor/codec/rpc_errors.hpp"
#include "reference/moor/codec/world_fields.hpp"

// The tables of rpc_errors.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<CouldNotParseCommand>) {
  return table<CouldNotParseCommand>("CouldNotParseCommand");
}
constexpr auto table_of(Type<NoObjectMatch>) { return table<NoObjectMatch>("NoObjectMatch"); }
constexpr auto table_of(Type<NoCommandMatch>) { return table<NoCommandMatch>("NoCommandMatch"); }
constexpr auto table_of(Type<DatabaseError>) {
  return table<DatabaseError>("DatabaseError", field("error", &DatabaseError::error));
}
constexpr auto table_of(Type<PermissionDenied>) {
  return table<PermissionDenied>("PermissionDenied");
}
constexpr auto table_of(Type<NoVerbToProgram>) { return table<NoVerbToProgram>("NoVerbToProgram"); }
constexpr auto table_of(Type<VerbCompilationError>) {
  return table<VerbCompilationError>("VerbCompilationError",
                                     field("error", &VerbCompilationError::error));
}
constexpr auto table_of(Type<VerbDatabaseError>) {
  return table<VerbDatabaseError>("VerbDatabaseError");
}
constexpr auto names_of(Type<AbortLimitReason>) {
  return std::array{Name<AbortLimitReason>{AbortLimitReason::ticks, "Ticks"},
                    Name<AbortLimitReason>{AbortLimitReason::time, "Time"}};
}
constexpr auto table_of(Type<AbortLimit>) {
  return table<AbortLimit>("AbortLimit", field("reason", &AbortLimit::reason),
                           field("ticks", &AbortLimit::ticks),
                           field("time_nanos", &AbortLimit::time_nanos));
}
constexpr auto table_of(Type<SchedulerNotResponding>) {
  return table<SchedulerNotResponding>("SchedulerNotResponding");
}
constexpr auto table_of(Type<TaskNotFound>) {
  return table<TaskNotFound>("TaskNotFound", field("task_id", &TaskNotFound::task_id));
}
constexpr auto table_of(Type<InputRequestNotFound>) {
  return table<InputRequestNotFound>("InputRequestNotFound",
                                     field("request_id", &InputRequestNotFound::request_id));
}
constexpr auto table_of(Type<CouldNotStartTask>) {
  return table<CouldNotStartTask>("CouldNotStartTask");
}
constexpr auto table_of(Type<CompilationError>) {
  return table<CompilationError>("CompilationError", field("error", &CompilationError::error));
}
constexpr auto table_of(Type<CommandExecutionError>) {
  return table<CommandExecutionError>("CommandExecutionError",
                                      field("error", &CommandExecutionError::error));
}
constexpr auto table_of(Type<TaskAbortedLimit>) {
  return table<TaskAbortedLimit>("TaskAbortedLimit", field("limit", &TaskAbortedLimit::limit));
}
constexpr auto table_of(Type<TaskAbortedError>) {
  return table<TaskAbortedError>("TaskAbortedError");
}
constexpr auto table_of(Type<TaskAbortedVerbNotFound>) {
  return table<TaskAbortedVerbNotFound>("TaskAbortedVerbNotFound",
                                        field("where", &TaskAbortedVerbNotFound::where),
                                        field("what", &TaskAbortedVerbNotFound::what));
}
constexpr auto table_of(Type<TaskAbortedException>) {
  return table<TaskAbortedException>("TaskAbortedException",
                                     field("exception", &TaskAbortedException::exception));
}
constexpr auto table_of(Type<TaskAbortedCancelled>) {
  return table<TaskAbortedCancelled>("TaskAbortedCancelled");
}
constexpr auto table_of(Type<VerbProgramFailed>) {
  return table<VerbProgramFailed>("VerbProgramFailed", field("error", &VerbProgramFailed::error));
}
constexpr auto table_of(Type<PropertyRetrievalFailed>) {
  return table<PropertyRetrievalFailed>("PropertyRetrievalFailed",
                                        field("error", &PropertyRetrievalFailed::error));
}
constexpr auto table_of(Type<VerbRetrievalFailed>) {
  return table<VerbRetrievalFailed>("VerbRetrievalFailed",
                                    field("error", &VerbRetrievalFailed::error));
}
constexpr auto table_of(Type<ObjectResolutionFailed>) {
  return table<ObjectResolutionFailed>("ObjectResolutionFailed",
                                       field("error", &ObjectResolutionFailed::error));
}
constexpr auto table_of(Type<GarbageCollectionFailed>) {
  return table<GarbageCollectionFailed>("GarbageCollectionFailed",
                                        field("message", &GarbageCollectionFailed::message));
}
constexpr auto names_of(Type<RpcMessageErrorCode>) {
  return std::array{
      Name<RpcMessageErrorCode>{RpcMessageErrorCode::already_connected, "AlreadyConnected"},
      Name<RpcMessageErrorCode>{RpcMessageErrorCode::invalid_request, "InvalidRequest"},
      Name<RpcMessageErrorCode>{RpcMessageErrorCode::no_connection, "NoConnection"},
      Name<RpcMessageErrorCode>{RpcMessageErrorCode::error_could_not_retrieve_sys_prop,
                                "ErrorCouldNotRetrieveSysProp"},
      Name<RpcMessageErrorCode>{RpcMessageErrorCode::login_task_failed, "LoginTaskFailed"},
      Name<RpcMessageErrorCode>{RpcMessageErrorCode::create_session_failed, "CreateSessionFailed"},
      Name<RpcMessageErrorCode>{RpcMessageErrorCode::permission_denied, "PermissionDenied"},
      Name<RpcMessageErrorCode>{RpcMessageErrorCode::task_error, "TaskError"},
      Name<RpcMessageErrorCode>{RpcMessageErrorCode::entity_retrieval_error,
                                "EntityRetrievalError"},
      Name<RpcMessageErrorCode>{RpcMessageErrorCode::internal_error, "InternalError"}};
}
constexpr auto table_of(Type<RpcMessageError>) {
  return table<RpcMessageError>("RpcMessageError",
                                field("error_code", &RpcMessageError::error_code),
                                field("message", &RpcMessageError::message),
                                field("scheduler_error", &RpcMessageError::scheduler_error));
}

}  // namespace drydock::moor
