#pragma once

#include <span>
#include <string>

#include "conformance/report/run_report.hpp"

namespace drydock::conformance {

/// One JSON document: {"drydock", "libzmq", "role", "profile", "transport", "command", "seconds",
/// "cases": [{"id", "title", "requirement", "source", "level", "profile", "verdict", "message",
/// "seconds"}]}. A case that did not pass has its "evidence" too: [{"what", "hex"}].
std::string to_json(RunReport const& report);

/// The same of what would be run: {"drydock", "cases": [...]}, with "needs" in place of results.
std::string list_as_json(std::span<Case const* const> cases);

}  // namespace drydock::conformance
