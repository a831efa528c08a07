#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "reference/core/result.hpp"
#include "reference/core/time.hpp"

namespace drydock::program {

/// What a process has used up to now. Source: proc(5).
struct ProcessUsage {
  pid_t pid = 0;
  std::uint64_t peak_memory_bytes = 0;  // Resident.
  Duration processor_time{0};
};

/// Fails where there is no such process, or one that is not ours to look at.
Result<ProcessUsage> usage_of(pid_t pid);

/// Whoever listens at `ipc://PATH`, if that is somebody whose descriptors may be seen.
std::optional<pid_t> listener_at(std::string const& endpoint);

}  // namespace drydock::program
