#pragma once

#include <string>
#include <string_view>

#include "reference/core/result.hpp"
#include "reference/moor/codec/var.hpp"
#include "reference/moor/codec/worker_messages.hpp"

namespace drydock::moor {

/// `value` as a MOO literal: `{"a", 1, 2.5, #3, E_PERM, ['k -> true], b"aGk="}`.
std::string to_literal(Var const& value);

/// The value of a MOO literal, all of `text`. Fails naming the column (from 1) and what it saw.
Result<Var> parse_literal(std::string_view text);

/// `WorkerRequestTimedOut: no answer within 1000 ms`.
std::string to_text(WorkerError const& error);

}  // namespace drydock::moor
