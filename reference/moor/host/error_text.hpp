#pragma once

#include <string>

#include "reference/moor/codec/rpc_errors.hpp"

// What people are told of errors. Source: hosts 2.3, 2.4, 9.4.

namespace drydock::moor::host {

/// `Line 3, column 7: unexpected end`.
std::string text_of_compile_error(CompileError const& error);

/// In a line of words; empty where the world itself has told what happened.
std::string text_of_scheduler_error(SchedulerError const& error);

std::string text_of_rpc_error(RpcMessageError const& error);

}  // namespace drydock::moor::host
