#pragma once

#include <span>

#include "conformance/judge/case.hpp"

// The tables of cases for a worker, one a topic; suite.cpp lists them.

namespace drydock::conformance {

// What a case needs of the worker's service. Source: design, "The test service".
inline constexpr std::string_view opaque = "opaque";  // Nothing that is known.
inline constexpr std::string_view echo = "echo";      // {"echo_response", arguments...}.
inline constexpr std::string_view test = "test";      // Also `sleep`, `fail` and `perms`.

// What a case needs beside that: links that are secured, and a process.
inline constexpr Ground over_curve{.secure = true};
inline constexpr Ground as_process{.secure = true, .process = true};

std::span<Case const> identity_cases();
std::span<Case const> attach_cases();
std::span<Case const> ping_cases();
std::span<Case const> request_cases();
std::span<Case const> repeat_cases();
std::span<Case const> value_cases();
std::span<Case const> malformed_request_cases();
std::span<Case const> timeout_cases();
std::span<Case const> reply_cases();
std::span<Case const> broadcast_cases();
std::span<Case const> exchange_cases();
std::span<Case const> stop_cases();
std::span<Case const> daemon_cases();
std::span<Case const> log_cases();
std::span<Case const> enrollment_cases();
std::span<Case const> key_file_cases();
std::span<Case const> curve_cases();
std::span<Case const> token_cases();

}  // namespace drydock::conformance
