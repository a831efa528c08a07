#include "reference/moor/caller/moo_error.hpp"

#include <array>

namespace drydock::moor::caller {
namespace {

Raised raised(WorkerPermissionDenied const& error) {
  return {ErrorCode::e_perm, "Permission denied: " + error.message};
}
Raised raised(WorkerInvalidRequest const& error) {
  return {ErrorCode::e_invarg, "Invalid request: " + error.message};
}
Raised raised(WorkerInternalError const& error) {
  return {ErrorCode::e_exec, "Internal error: " + error.message};
}
Raised raised(WorkerRequestTimedOut const& error) {
  return {ErrorCode::e_quota, "Request timed out: " + error.message};
}
Raised raised(WorkerRequestError const& error) {
  return {ErrorCode::e_invarg, "Request error: " + error.message};
}
Raised raised(WorkerDetached const& error) {
  return {ErrorCode::e_exec, "Worker detached: " + error.message};
}
Raised raised(NoWorkerAvailable const& error) {
  return {ErrorCode::e_type, "No worker available for " + error.worker_type.text};
}

constexpr std::array names = {"E_NONE",   "E_TYPE",  "E_DIV",    "E_PERM",    "E_PROPNF",
                              "E_VERBNF", "E_VARNF", "E_INVIND", "E_RECMOVE", "E_MAXREC",
                              "E_RANGE",  "E_ARGS",  "E_NACC",   "E_INVARG",  "E_QUOTA",
                              "E_FLOAT",  "E_FILE",  "E_EXEC",   "E_INTRPT"};

}  // namespace

Raised raised_by(WorkerError const& error) {
  return std::visit([](auto const& member) { return raised(member); }, error);
}

char const* name_of(ErrorCode code) {
  auto const at = static_cast<std::size_t>(code);
  return at < names.size() ? names[at] : "E_CUSTOM";
}

}  // namespace drydock::moor::caller
