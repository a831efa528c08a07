#include "reference/moor/host/error_text.hpp"

#include <fmt/format.h>

namespace drydock::moor::host {
namespace {

template <class... Alternatives>
struct Overloaded : Alternatives... {
  using Alternatives::operator()...;
};
template <class... Alternatives>
Overloaded(Alternatives...) -> Overloaded<Alternatives...>;

std::string at(CompileContext const& place, std::string_view what) {
  return fmt::format("Line {}, column {}: {}", place.line, place.col, what);
}

std::string text_of_command_error(CommandError const& error) {
  return std::visit(
      Overloaded{
          [](CouldNotParseCommand const&) -> std::string { return "I couldn't understand that."; },
          [](NoCommandMatch const&) -> std::string { return "I couldn't understand that."; },
          [](NoObjectMatch const&) -> std::string { return "I don't see that here."; },
          [](PermissionDenied const&) -> std::string { return "You can't do that."; },
          [](DatabaseError const& database) -> std::string {
            auto const* text = std::get_if<WorldStateDatabaseError>(&database.error);
            return text == nullptr ? "The database refuses." : text->message;
          }},
      error);
}

std::string text_of_program_error(VerbProgramError const& error) {
  return std::visit(
      Overloaded{
          [](NoVerbToProgram const&) -> std::string { return "There is no such verb."; },
          [](VerbPermissionDenied const&) -> std::string { return "You can't do that."; },
          [](VerbCompilationError const& compile) { return text_of_compile_error(compile.error); },
          [](VerbDatabaseError const&) -> std::string { return "The database refuses."; }},
      error);
}

}  // namespace

std::string text_of_compile_error(CompileError const& error) {
  return std::visit(
      Overloaded{[](StringLexError const& e) { return at(e.context, e.message); },
                 [](ParseError const& e) { return at(e.error_position, e.message); },
                 [](UnknownBuiltinFunction const& e) {
                   return at(e.context, fmt::format("there is no builtin function {}", e.name));
                 },
                 [](UnknownTypeConstant const& e) {
                   return at(e.context, fmt::format("there is no type {}", e.name));
                 },
                 [](UnknownLoopLabel const& e) {
                   return at(e.context, fmt::format("there is no loop {}", e.label));
                 },
                 [](DuplicateVariable const& e) {
                   return at(e.context,
                             fmt::format("variable {} is there already", e.var_name.text));
                 },
                 [](AssignToConst const& e) {
                   return at(e.context, fmt::format("{} is a constant", e.var_name.text));
                 },
                 [](DisabledFeature const& e) {
                   return at(e.context, fmt::format("{} is switched off", e.feature));
                 },
                 [](BadSlotName const& e) {
                   return at(e.context, fmt::format("{} is no name for a slot", e.slot));
                 },
                 [](InvalidAssignment const& e) {
                   return at(e.context, "nothing can be assigned to that");
                 },
                 [](InvalidTypeLiteralAssignment const& e) {
                   return at(e.context, fmt::format("nothing can be assigned to {}", e.literal));
                 },
                 [](AssignmentToCapturedVariable const& e) {
                   return at(e.context, fmt::format("{} belongs to the outside", e.var_name.text));
                 }},
      error);
}

std::string text_of_scheduler_error(SchedulerError const& error) {
  return std::visit(
      Overloaded{
          [](CommandExecutionError const& e) { return text_of_command_error(e.error); },
          [](CompilationError const& e) { return text_of_compile_error(e.error); },
          [](VerbProgramFailed const& e) { return text_of_program_error(e.error); },
          // The traceback has said it.
          [](TaskAbortedException const&) { return std::string{}; },
          [](TaskAbortedLimit const& e) -> std::string {
            return e.limit.reason == AbortLimitReason::ticks ? "Task ran out of ticks"
                                                             : "Task ran out of seconds";
          },
          [](TaskAbortedError const&) -> std::string { return "Task aborted"; },
          [](TaskAbortedCancelled const&) -> std::string { return "Task cancelled"; },
          [](TaskAbortedVerbNotFound const& e) {
            return fmt::format("There is no verb {}.", e.what.text);
          },
          [](InputRequestNotFound const&) -> std::string {
            return "Nobody waits for that any more.";
          },
          [](TaskNotFound const& e) { return fmt::format("There is no task {}.", e.task_id); },
          [](auto const&) -> std::string { return "Internal server error."; }},
      error);
}

std::string text_of_rpc_error(RpcMessageError const& error) {
  switch (error.error_code) {
    case RpcMessageErrorCode::permission_denied:
      return "Permission denied.";
    case RpcMessageErrorCode::invalid_request:
      return "Invalid request.";
    case RpcMessageErrorCode::internal_error:
      return "Internal server error.";
    case RpcMessageErrorCode::no_connection:
      return "The server has forgotten this connection.";
    case RpcMessageErrorCode::task_error:
      return error.scheduler_error ? text_of_scheduler_error(*error.scheduler_error)
                                   : "Task aborted";
    default:
      return error.message.value_or("The server refuses.");
  }
}

}  // namespace drydock::moor::host
