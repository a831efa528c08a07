#pragma once

#include <string>
#include <vector>

#include "conformance/judge/case_result.hpp"

namespace drydock::conformance {

/// One run of a suite, for the reports below.
struct RunReport {
  std::string role;
  Profile profile = Profile::robust;
  std::string transport;  // `ipc`, `tcp`, or `virtual`.
  std::string command;
  Duration took{0};
  std::vector<CaseResult> results;
};

std::size_t count(RunReport const& report, Verdict verdict);

}  // namespace drydock::conformance
