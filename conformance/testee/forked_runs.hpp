#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "reference/core/time.hpp"

namespace drydock::conformance {

/// What one piece of work may use.
struct RunLimits {
  Duration time = std::chrono::minutes{4};
  std::size_t memory_bytes = std::size_t{2} << 30;  // Resident; of the worker process alone.
};

/// How a piece of work ended. `text` is its result, or says how it went wrong.
struct RunEnd {
  enum class Kind : std::uint8_t { done, out_of_time, out_of_memory, died };
  Kind kind = Kind::done;
  std::string text;
};

/// Calls `work(i)` for each i below `count`, each in a forked process of its own, `jobs` at once,
/// and `done(i, end)` here as they end. No process that began on it outlives its run, however deep
/// it hid. Ends early when `done` says false, or on SIGINT or SIGTERM; true if it did all.
/// Call it while this process has one thread, and no child that has to live on.
bool run_forked(std::size_t count, std::size_t jobs, RunLimits const& limits,
                std::function<std::string(std::size_t)> const& work,
                std::function<bool(std::size_t, RunEnd)> const& done);

}  // namespace drydock::conformance
