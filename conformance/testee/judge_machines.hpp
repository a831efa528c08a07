#pragma once

#include <span>
#include <vector>

#include "conformance/judge/case_result.hpp"
#include "conformance/testee/virtual_stage.hpp"

namespace drydock::conformance {

/// Judges the machines of `factory` by every one of `cases`, in virtual time, each in a world of
/// its own. The same seed gives the same results.
std::vector<CaseResult> judge_machines(std::vector<Case const*> const& cases,
                                       TesteeFactory const& factory,
                                       std::span<Placeholder const> placeholders, Seed seed,
                                       Links links = Links::plain);

}  // namespace drydock::conformance
