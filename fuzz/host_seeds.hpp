#pragma once

#include <filesystem>

namespace drydock::fuzz {

/// Seeds for the targets that decode messages of hosts and clients: every member of every union.
void write_host_seeds(std::filesystem::path const& corpus);

}  // namespace drydock::fuzz
