#pragma once

#include <optional>
#include <string>
#include <variant>

#include "reference/machine/machine.hpp"
#include "reference/moor/codec/caller_messages.hpp"

namespace drydock::moor::sessions {

/// What tasks want of a daemon's other side: its workers, and its office.
class WorkerDesk {
 public:
  virtual ~WorkerDesk() = default;
  /// Has a worker asked. The answer comes by `TaskDesk::on_answer`, exactly once, not within this
  /// call.
  virtual void ask(VirtualTime now, Uuid const& request, CallerRequest const& asked,
                   Outbox& out) = 0;
  /// Rows as `workers()` gives them to programs. Source: workers 5.5.
  virtual List workers(VirtualTime now) const = 0;
  /// Absent where there is no enrollment.
  virtual std::optional<std::string> rotate_enrollment_token() = 0;
};

/// What comes of a worker request.
using WorkerOutcome = std::variant<Var, WorkerError>;

}  // namespace drydock::moor::sessions
