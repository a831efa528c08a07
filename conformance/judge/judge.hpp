#pragma once

#include "conformance/judge/case.hpp"
#include "conformance/judge/finding.hpp"
#include "conformance/testee/stage.hpp"

namespace drydock::conformance {

/// Runs `one` on `stage`, which nobody has used before. A `CannotRun` passes through.
Finding judge(Case const& one, Stage& stage);

}  // namespace drydock::conformance
