#pragma once

#include <memory>
#include <string>

#include "reference/machine/file_store.hpp"

// The files below `root`, kept badly: for defects that no machine can have, since it never sees a
// file.

namespace drydock::program {

/// Everybody may read them: the daemon's defect `loose-modes` and the worker's `loose-key-file`.
std::unique_ptr<FileStore> loose_files(std::string root);

/// Written in place and in two steps, as with a buffer that is flushed in between: the daemon's
/// defect `torn-writes`.
std::unique_ptr<FileStore> torn_files(std::string root);

/// Made with whatever mode the umask leaves: the daemon's defect `loose-signing-key`.
std::unique_ptr<FileStore> default_mode_files(std::string root);

}  // namespace drydock::program
