#include "reference/moor/tasks/ends.hpp"

#include <fmt/format.h>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moor::tasks {
namespace {

CommandError command_error_of(moo::NoCommand const& none) {
  switch (none.reason) {
    case moo::NoCommand::Reason::could_not_parse:
      return CouldNotParseCommand{};
    case moo::NoCommand::Reason::no_object_match:
      return NoObjectMatch{};
    case moo::NoCommand::Reason::no_verb_match:
      return NoCommandMatch{};
  }
  return CouldNotParseCommand{};
}

AbortLimit limit_of(moo::OutOfLimit const& out) {
  if (out.limit == moo::OutOfLimit::Limit::ticks)
    return {AbortLimitReason::ticks, static_cast<std::uint64_t>(out.ticks), 0};
  return {AbortLimitReason::time, 0, static_cast<std::uint64_t>(out.time.count())};
}

struct ToError {
  std::optional<SchedulerError> operator()(moo::Returned const&) const { return std::nullopt; }
  std::optional<SchedulerError> operator()(moo::Failed const& failed) const {
    return TaskAbortedException{exception_of(failed)};
  }
  std::optional<SchedulerError> operator()(moo::OutOfLimit const& out) const {
    return TaskAbortedLimit{limit_of(out)};
  }
  std::optional<SchedulerError> operator()(moo::VerbNotFound const& missing) const {
    return TaskAbortedVerbNotFound{Var(missing.where), Symbol{missing.verb}};
  }
  std::optional<SchedulerError> operator()(moo::NoCommand const& none) const {
    return CommandExecutionError{command_error_of(none)};
  }
  std::optional<SchedulerError> operator()(moo::Killed const&) const {
    return TaskAbortedCancelled{};
  }
  template <class Wait>
  std::optional<SchedulerError> operator()(Wait const&) const {
    ENSURE(false);
    return std::nullopt;
  }
};

struct ToText {
  std::string operator()(SchedulerNotResponding const&) const { return "Scheduler not responding"; }
  std::string operator()(TaskNotFound const& error) const {
    return fmt::format("Task not found: {}", error.task_id);
  }
  std::string operator()(InputRequestNotFound const& error) const {
    return "Input request not found: " + error.request_id.text();
  }
  std::string operator()(CouldNotStartTask const&) const {
    return "Could not start task (internal error)";
  }
  std::string operator()(CompilationError const&) const { return "Compilation error"; }
  std::string operator()(CommandExecutionError const&) const { return "Could not start command"; }
  std::string operator()(TaskAbortedLimit const& error) const {
    if (error.limit.reason == AbortLimitReason::ticks)
      return fmt::format("Task aborted due to limit: {} ticks", error.limit.ticks);
    return fmt::format("Task aborted due to limit: {} s",
                       static_cast<double>(error.limit.time_nanos) / 1e9);
  }
  std::string operator()(TaskAbortedError const&) const { return "Task aborted due to error."; }
  std::string operator()(TaskAbortedVerbNotFound const&) const {
    return "Task aborted due to verb not found for dispatch.";
  }
  std::string operator()(TaskAbortedException const&) const {
    return "Task aborted due to exception";
  }
  std::string operator()(TaskAbortedCancelled const&) const {
    return "Task aborted due to cancellation.";
  }
  std::string operator()(VerbProgramFailed const&) const { return "Unable to program verb "; }
  std::string operator()(PropertyRetrievalFailed const&) const {
    return "Unable to retrieve property ";
  }
  std::string operator()(VerbRetrievalFailed const&) const { return "Unable to retrieve verb "; }
  std::string operator()(ObjectResolutionFailed const&) const {
    return "Unable to resolve object reference ";
  }
  std::string operator()(GarbageCollectionFailed const& error) const {
    return "Garbage collection failed: " + error.message;
  }
};

}  // namespace

bool is_end(moo::Outcome const& outcome) {
  return !std::holds_alternative<moo::Sleeping>(outcome) &&
         !std::holds_alternative<moo::Reading>(outcome) &&
         !std::holds_alternative<moo::AskingWorker>(outcome) &&
         !std::holds_alternative<moo::Interrupted>(outcome);
}

std::optional<SchedulerError> error_of(moo::Outcome const& outcome) {
  return std::visit(ToError{}, outcome);
}

Exception exception_of(moo::Failed const& failed) {
  return {failed.error, failed.stack,
          std::vector<Var>(failed.backtrace.begin(), failed.backtrace.end())};
}

CompileError compile_error_of(moo::CompileError const& error) {
  using Kind = moo::CompileError::Kind;
  CompileContext const at{error.place.line, error.place.column};
  switch (error.kind) {
    case Kind::bad_text:
      return StringLexError{at, error.message};
    case Kind::unknown_builtin:
      return UnknownBuiltinFunction{at, error.subject};
    case Kind::unknown_loop:
      return UnknownLoopLabel{at, error.subject};
    case Kind::duplicate_variable:
      return DuplicateVariable{at, Symbol{error.subject}};
    case Kind::not_supported:
      return DisabledFeature{at, error.subject};
    case Kind::bad_assignment:
      return InvalidAssignment{at};
    case Kind::syntax:
      break;
  }
  ParseError syntax;
  syntax.error_position = at;
  syntax.context = error.subject;
  syntax.message = error.message;
  return syntax;
}

std::string text_of(SchedulerError const& error) { return std::visit(ToText{}, error); }

std::optional<std::string> abort_message_of(moo::Outcome const& outcome) {
  if (std::holds_alternative<moo::Killed>(outcome)) return "Aborted.";
  auto const* out = std::get_if<moo::OutOfLimit>(&outcome);
  if (out == nullptr) return std::nullopt;
  std::string const where = fmt::format("{}:{}:{}", to_literal(out->this_), out->verb, out->line);
  if (out->limit == moo::OutOfLimit::Limit::ticks)
    return fmt::format("Abort: Task exceeded ticks limit of {} @ {}", out->ticks, where);
  return fmt::format("Abort: Task exceeded time limit of {} s @ {}", seconds_of(out->time), where);
}

}  // namespace drydock::moor::tasks
