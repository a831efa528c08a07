#pragma once

#include <memory>
#include <string>

#include "reference/machine/file_store.hpp"

namespace drydock::program {

/// The files below `root`, which everybody may read, what the daemon's defect `loose-modes` and the
/// worker's `loose-key-file` do.
std::unique_ptr<FileStore> loose_files(std::string root);

}  // namespace drydock::program
