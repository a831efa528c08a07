#pragma once

#include <vector>

#include "conformance/judge/case_result.hpp"
#include "conformance/testee/virtual_stage.hpp"
#include "reference/moor/daemon/settings.hpp"
#include "reference/moor/tasks/settings.hpp"

namespace drydock::conformance {

/// Our own daemon with `settings`, but for the endpoints, which are the stage's. Its keys and its
/// enrollment token are made where there are none, as `drydock daemon` does.
TesteeFactory virtual_daemon(moor::daemon::Settings const& settings = {},
                             moor::tasks::Settings const& tasks = {});

/// Judges it by `cases`, in virtual time.
std::vector<CaseResult> judge_virtual_daemon(std::vector<Case const*> const& cases,
                                             moor::daemon::Settings const& settings = {},
                                             moor::tasks::Settings const& tasks = {},
                                             Links links = Links::secure, Seed seed = Seed{1});

}  // namespace drydock::conformance
