#pragma once

#include "conformance/judge/case.hpp"
#include "conformance/judge/finding.hpp"
#include "reference/core/time.hpp"

namespace drydock::conformance {

/// One case, what became of it, and how long that took: in the testee's own time, which is virtual
/// for a machine.
struct CaseResult {
  Case const* which = nullptr;
  Finding finding;
  Duration took{0};
};

}  // namespace drydock::conformance
