#pragma once

#include <span>

#include "conformance/judge/case.hpp"

// The tables of cases for a daemon, one a topic; suite.cpp lists them.

namespace drydock::conformance::daemon {

/// A daemon has no service that a lone worker could see.
inline constexpr std::string_view any = "any";
inline constexpr Ground secured{.secure = true};
inline constexpr Ground secured_process{.secure = true, .process = true};
inline constexpr Ground a_process{.process = true};

std::span<Case const> control_cases();
std::span<Case const> malformed_cases();
std::span<Case const> time_cases();
std::span<Case const> life_cases();
std::span<Case const> enrollment_cases();
std::span<Case const> enrollment_form_cases();
std::span<Case const> enrollment_file_cases();
std::span<Case const> security_cases();
std::span<Case const> key_cases();
std::span<Case const> secret_cases();
std::span<Case const> token_cases();
std::span<Case const> strict_cases();

}  // namespace drydock::conformance::daemon
