#include "conformance/report/run_report.hpp"

#include <algorithm>

namespace drydock::conformance {

std::size_t count(RunReport const& report, Verdict verdict) {
  auto const has_it = [&](CaseResult const& one) { return one.finding.verdict == verdict; };
  return static_cast<std::size_t>(
      std::count_if(report.results.begin(), report.results.end(), has_it));
}

}  // namespace drydock::conformance
