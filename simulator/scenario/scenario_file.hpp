#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "simulator/scenario/scenario.hpp"

namespace drydock::simulator {

/// Fails naming what the system said, or the line and column of what is no scenario.
Result<Scenario> read_scenario(std::filesystem::path const& path);
/// Makes the folder too.
Result<void> write_scenario(std::filesystem::path const& path, Scenario const& scenario);
/// The files themselves, and all `*.scenario` below the folders, sorted.
Result<std::vector<std::filesystem::path>> find_scenarios(std::vector<std::string> const& paths);

}  // namespace drydock::simulator
