#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/codec/var.hpp"
#include "reference/moor/codec/worker_messages.hpp"

// Our own little protocol for whoever makes the daemon issue a worker request
// (schema/drydock/caller.fbs).

namespace drydock::moor {

/// Root table `CallerRequest`. `timeout_seconds` absent is no timeout; it may hold any double, as
/// the caller's mistakes are the daemon's to refuse.
struct CallerRequest {
  Symbol worker_type;
  std::vector<Var> arguments;
  Obj perms;
  std::optional<double> timeout_seconds;
  /// Timeouts compare bit for bit, like `Float`.
  friend bool operator==(CallerRequest const& a, CallerRequest const& b);
};

/// Root table `CallerReply`: the worker's value, or why there is none.
struct CallerReply {
  std::variant<Var, WorkerError> outcome;
  friend bool operator==(CallerReply const&, CallerReply const&) = default;
};

}  // namespace drydock::moor
