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
/// Of daemons that serve hosts and clients.
/// CURVE, and signing keys that the case may choose.
inline constexpr Ground with_key{.secure = true, .placeholder = "private_key"};
inline constexpr Ground with_clients{.placeholder = "rpc"};

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
// Of hosts and clients.
std::span<Case const> request_cases();
std::span<Case const> connection_cases();
std::span<Case const> login_cases();
std::span<Case const> task_cases();
std::span<Case const> event_cases();
std::span<Case const> world_cases();
std::span<Case const> host_cases();
std::span<Case const> client_token_cases();

}  // namespace drydock::conformance::daemon
