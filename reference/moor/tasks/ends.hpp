#pragma once

#include <optional>
#include <string>

#include "reference/moo/outcome.hpp"
#include "reference/moo/token.hpp"
#include "reference/moor/codec/rpc_errors.hpp"

// How the ends of tasks are told: as errors of the scheduler, and in words.

namespace drydock::moor::tasks {

/// Whether the task is over.
bool is_end(moo::Outcome const& outcome);

/// The error that an end is; absent for a task that returned.
std::optional<SchedulerError> error_of(moo::Outcome const& outcome);
Exception exception_of(moo::Failed const& failed);
CompileError compile_error_of(moo::CompileError const& error);

/// `Task aborted due to exception`. Source: hosts 2.4.
std::string text_of(SchedulerError const& error);

/// What the submitting client is told before the end itself; absent where that is nothing.
/// Source: hosts 5.5.
std::optional<std::string> abort_message_of(moo::Outcome const& outcome);

}  // namespace drydock::moor::tasks
