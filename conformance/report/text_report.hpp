#pragma once

#include <span>
#include <string>

#include "conformance/report/run_report.hpp"

namespace drydock::conformance {

/// A line for each case, then what failed in full, then totals, in which failures of the compatible
/// profile stand apart from those of the others.
std::string to_text(RunReport const& report);

/// The cases there are, a line each.
std::string list_as_text(std::span<Case const* const> cases);

}  // namespace drydock::conformance
