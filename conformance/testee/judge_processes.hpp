#pragma once

#include <functional>
#include <vector>

#include "conformance/judge/case_result.hpp"
#include "conformance/testee/forked_runs.hpp"
#include "conformance/testee/process_stage.hpp"
#include "reference/core/result.hpp"

namespace drydock::conformance {

/// Called as each case ends, in whatever order they do.
using OnResult = std::function<void(CaseResult const&)>;

/// Judges `command` by every one of `cases`, each in a process of its own, `jobs` at once. The
/// results come in the order of the cases. Fails when no verdict can be given: the command does not
/// start, an endpoint cannot be bound, somebody interrupted.
Result<std::vector<CaseResult>> judge_processes(std::vector<Case const*> const& cases,
                                                ProcessSettings const& settings, std::size_t jobs,
                                                RunLimits const& limits = {},
                                                OnResult const& on_result = {});

}  // namespace drydock::conformance
