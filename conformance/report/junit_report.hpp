#pragma once

#include <string>

#include "conformance/report/run_report.hpp"

namespace drydock::conformance {

/// JUnit's XML, as CI systems read it: fail is a failure, inconclusive an error, skip skipped.
std::string to_junit(RunReport const& report);

}  // namespace drydock::conformance
