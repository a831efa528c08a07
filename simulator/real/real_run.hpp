#pragma once

#include "simulator/real/agreement.hpp"
#include "simulator/scenario/protocol.hpp"

namespace drydock::simulator {

/// How long both go on behind the last step, so that what is under way there is not cut off.
inline constexpr Duration lingers = std::chrono::seconds{1};

/// What was said in a run of the scenario in the simulator, where the timers of a process are late
/// by the same each, up to `timers_late_max`. It goes on behind a failure, to its last step, since
/// over real sockets nobody stops at one.
Result<Said> say_simulated(Scenario const& scenario, Protocol const& protocol,
                           MessageReader& reader, Duration timers_late_max = Duration{0});

/// The same over libzmq, which takes as long as the scenario says. Fails also where the system has
/// no directory or socket to give.
struct RealRun {
  Said said;
  std::string trace;
};
Result<RealRun> say_for_real(Scenario const& scenario, Protocol const& protocol,
                             MessageReader& reader);

}  // namespace drydock::simulator
