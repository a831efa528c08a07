#pragma once

#include <string>

#include "reference/moor/codec/var.hpp"
#include "reference/moor/codec/worker_messages.hpp"

namespace drydock::moor::caller {

/// What MOO code sees of a failed worker request: the error raised and its message text.
struct Raised {
  ErrorCode code;
  std::string message;
  friend bool operator==(Raised const&, Raised const&) = default;
};

/// Source: the table of workers 6; DW-36.
Raised raised_by(WorkerError const& error);

/// `E_PERM` and so on; `E_CUSTOM` for 255.
char const* name_of(ErrorCode code);

}  // namespace drydock::moor::caller
