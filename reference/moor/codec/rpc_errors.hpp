#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/compile_error.hpp"
#include "reference/moor/codec/narrative.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/codec/union.hpp"
#include "reference/moor/codec/var.hpp"
#include "reference/moor/codec/world.hpp"

// Why a task, or the call that was to start one, failed (schema/moor/scheduler_error.fbs).

namespace drydock::moor {

// CommandErrorUnion.
struct CouldNotParseCommand {
  friend bool operator==(CouldNotParseCommand const&, CouldNotParseCommand const&) = default;
};
struct NoObjectMatch {
  friend bool operator==(NoObjectMatch const&, NoObjectMatch const&) = default;
};
struct NoCommandMatch {
  friend bool operator==(NoCommandMatch const&, NoCommandMatch const&) = default;
};
struct DatabaseError {
  WorldStateError error;
  friend bool operator==(DatabaseError const&, DatabaseError const&) = default;
};
struct PermissionDenied {
  friend bool operator==(PermissionDenied const&, PermissionDenied const&) = default;
};
using CommandError = std::variant<CouldNotParseCommand, NoObjectMatch, NoCommandMatch,
                                  DatabaseError, PermissionDenied>;

// VerbProgramErrorUnion.
struct NoVerbToProgram {
  friend bool operator==(NoVerbToProgram const&, NoVerbToProgram const&) = default;
};
struct VerbCompilationError {
  CompileError error;
  friend bool operator==(VerbCompilationError const&, VerbCompilationError const&) = default;
};
struct VerbDatabaseError {
  friend bool operator==(VerbDatabaseError const&, VerbDatabaseError const&) = default;
};
using VerbProgramError =
    std::variant<NoVerbToProgram, VerbPermissionDenied, VerbCompilationError, VerbDatabaseError>;

enum class AbortLimitReason : std::uint8_t { ticks, time };
// reason says which of the other two counts.
struct AbortLimit {
  AbortLimitReason reason{};
  std::uint64_t ticks = 0;
  std::uint64_t time_nanos = 0;
  friend bool operator==(AbortLimit const&, AbortLimit const&) = default;
};
// SchedulerErrorUnion.
struct SchedulerNotResponding {
  friend bool operator==(SchedulerNotResponding const&, SchedulerNotResponding const&) = default;
};
struct TaskNotFound {
  std::uint64_t task_id = 0;
  friend bool operator==(TaskNotFound const&, TaskNotFound const&) = default;
};
struct InputRequestNotFound {
  Uuid request_id;
  friend bool operator==(InputRequestNotFound const&, InputRequestNotFound const&) = default;
};
struct CouldNotStartTask {
  friend bool operator==(CouldNotStartTask const&, CouldNotStartTask const&) = default;
};
struct CompilationError {
  CompileError error;
  friend bool operator==(CompilationError const&, CompilationError const&) = default;
};
struct CommandExecutionError {
  CommandError error;
  friend bool operator==(CommandExecutionError const&, CommandExecutionError const&) = default;
};
struct TaskAbortedLimit {
  AbortLimit limit;
  friend bool operator==(TaskAbortedLimit const&, TaskAbortedLimit const&) = default;
};
struct TaskAbortedError {
  friend bool operator==(TaskAbortedError const&, TaskAbortedError const&) = default;
};
struct TaskAbortedVerbNotFound {
  Var where;
  Symbol what;
  friend bool operator==(TaskAbortedVerbNotFound const&, TaskAbortedVerbNotFound const&) = default;
};
struct TaskAbortedException {
  Exception exception;
  friend bool operator==(TaskAbortedException const&, TaskAbortedException const&) = default;
};
struct TaskAbortedCancelled {
  friend bool operator==(TaskAbortedCancelled const&, TaskAbortedCancelled const&) = default;
};
struct VerbProgramFailed {
  VerbProgramError error;
  friend bool operator==(VerbProgramFailed const&, VerbProgramFailed const&) = default;
};
struct PropertyRetrievalFailed {
  WorldStateError error;
  friend bool operator==(PropertyRetrievalFailed const&, PropertyRetrievalFailed const&) = default;
};
struct VerbRetrievalFailed {
  WorldStateError error;
  friend bool operator==(VerbRetrievalFailed const&, VerbRetrievalFailed const&) = default;
};
struct ObjectResolutionFailed {
  WorldStateError error;
  friend bool operator==(ObjectResolutionFailed const&, ObjectResolutionFailed const&) = default;
};
struct GarbageCollectionFailed {
  std::string message;
  friend bool operator==(GarbageCollectionFailed const&, GarbageCollectionFailed const&) = default;
};
struct SchedulerErrorMembers {
  using Members =
      std::variant<SchedulerNotResponding, TaskNotFound, InputRequestNotFound, CouldNotStartTask,
                   CompilationError, CommandExecutionError, TaskAbortedLimit, TaskAbortedError,
                   TaskAbortedVerbNotFound, TaskAbortedException, TaskAbortedCancelled,
                   VerbProgramFailed, PropertyRetrievalFailed, VerbRetrievalFailed,
                   ObjectResolutionFailed, GarbageCollectionFailed>;
};
using SchedulerError = Union<SchedulerErrorMembers>;
extern template class Union<SchedulerErrorMembers>;

enum class RpcMessageErrorCode : std::uint8_t {
  already_connected,
  invalid_request,
  no_connection,
  error_could_not_retrieve_sys_prop,
  login_task_failed,
  create_session_failed,
  permission_denied,
  task_error,
  entity_retrieval_error,
  internal_error
};
struct RpcMessageError {
  RpcMessageErrorCode error_code{};
  std::optional<std::string> message{};
  std::optional<SchedulerError> scheduler_error{};
  friend bool operator==(RpcMessageError const&, RpcMessageError const&) = default;
};

}  // namespace drydock::moor
