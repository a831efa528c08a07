#pragma once

#include <string_view>

#include "conformance/judge/case.hpp"

namespace drydock::conformance {

/// What `{token_file}` holds.
inline constexpr std::string_view enrollment_token = "enrollment-token-of-the-suite-9b2e";

/// All that we know to ask of a worker.
Suite const& worker_suite();

}  // namespace drydock::conformance
