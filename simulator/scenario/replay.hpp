#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "simulator/scenario/protocol.hpp"

namespace drydock::simulator {

/// Runs a recorded scenario and holds it against its trace. Fails with the first line that differs,
/// and where it stands in the file. With `rewrite` the file gets the trace that it gives now.
Result<void> replay(std::filesystem::path const& path, Protocol const& protocol, bool rewrite);

struct ReplayOptions {
  std::vector<std::string> paths;  // Files, and folders with files.
  bool rewrite = false;
};

/// A line for each scenario. Exit code 0 if all give their traces, 1 if one does not, 2 if one
/// cannot be run or there is none.
int run_replay(ReplayOptions const& options, Protocol const& protocol, std::ostream& out,
               std::ostream& err);

}  // namespace drydock::simulator
