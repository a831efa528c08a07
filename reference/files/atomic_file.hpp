#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "reference/core/result.hpp"

namespace drydock::files {

enum class Existing { refuse, replace };

/// Writes a whole file or none, durably: under another name in the same directory, readable by its
/// owner only from its first instant, then with `mode`, whatever the umask, flushed, and then under
/// `path` in one step. Whoever reads `path`, also after a crash, sees the old content or the new
/// one. Fails naming the path and the system's reason, and leaves nothing behind.
Result<void> write_file_atomically(std::string const& path, std::string_view content, mode_t mode,
                                   Existing existing);

}  // namespace drydock::files
