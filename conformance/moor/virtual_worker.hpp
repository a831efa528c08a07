#pragma once

#include "conformance/testee/judge_machines.hpp"
#include "reference/moor/worker/defects.hpp"

namespace drydock::conformance {

/// Our own worker with the test service, and with those defects.
TesteeFactory virtual_worker(moor::worker::Defects const& defects = {});

/// Judges it. Its service is the test service, so no case asks for more.
std::vector<CaseResult> judge_virtual_worker(std::vector<Case const*> const& cases,
                                             moor::worker::Defects const& defects = {},
                                             Seed seed = Seed{1});

}  // namespace drydock::conformance
