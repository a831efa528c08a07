#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "simulator/real/history.hpp"
#include "simulator/scenario/protocol.hpp"

namespace drydock::simulator {

struct RealReplayOptions {
  std::vector<std::string> paths;  // Files, and folders with files.
  std::size_t jobs = 24;           // They mostly wait.
  /// What takes longer is left out.
  Duration longest = std::chrono::seconds{150};
  /// A folder for the traces of the real runs; nowhere where that is empty.
  std::string traces;
};

/// Runs each scenario in the simulator and over libzmq, and says whether the same was said in both:
/// a line for each, in their order, and at last how many agree. Exit code 0 if all do that can be
/// run for real, 1 if one does not, 2 if one is no scenario, or there is none that can be run.
int run_replay_real(RealReplayOptions const& options, Protocol const& protocol,
                    std::function<std::unique_ptr<MessageReader>()> const& make_reader,
                    std::ostream& out, std::ostream& err);

}  // namespace drydock::simulator
