#pragma once

#include "conformance/moor/fake_daemon.hpp"

namespace drydock::conformance {

/// Attaches a worker, and lets it answer ten pings and ten requests.
void hold_session(FakeDaemon& daemon);

/// `{"sleep", seconds}`: what makes a worker of the test service take so long. Source: design, "The
/// test service".
std::vector<moor::Var> sleep_for(double seconds);

}  // namespace drydock::conformance
