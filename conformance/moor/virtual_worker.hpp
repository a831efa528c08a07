#pragma once

#include "conformance/testee/judge_machines.hpp"
#include "reference/moor/worker/settings.hpp"

namespace drydock::conformance {

/// Our own worker with the test service, and with those defects. Where its addresses are tcp it
/// enrolls, with the token of `{token_file}`.
TesteeFactory virtual_worker(moor::worker::Defects const& defects = {},
                             moor::worker::Profile profile = moor::worker::Profile::robust);

/// How our own worker is judged in virtual time.
struct VirtualJudging {
  moor::worker::Defects defects = {};
  Links links = Links::plain;
  moor::worker::Profile profile = moor::worker::Profile::robust;
  Seed seed{1};
};

/// Judges it by cases that need no process. Its service is the test service, so none asks for more.
std::vector<CaseResult> judge_virtual_worker(std::vector<Case const*> const& cases,
                                             VirtualJudging const& judging);

}  // namespace drydock::conformance
