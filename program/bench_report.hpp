#pragma once

#include <optional>
#include <string>

#include "program/process_usage.hpp"
#include "reference/load/load.hpp"

namespace drydock::program {

/// What `drydock bench` tells.
struct BenchReport {
  std::string target;  // `daemon` or `worker`.
  std::string question;
  std::size_t askers = 0;
  std::string askers_name;  // `clients`
  std::uint64_t per_second = 0;
  double seconds = 0;
  /// How long it took until all could ask.
  Duration ready_took{0};
  load::Tally const& tally;
  /// The peer's, before and after.
  std::optional<ProcessUsage> before = {};
  std::optional<ProcessUsage> after = {};
};

std::string to_text(BenchReport const& report);

/// One document: {"drydock", "libzmq", "target", "question", "clients" or "callers", "rate",
/// "seconds", "ready_seconds", "asked", "answered", "unanswered", "errors": {reason: count},
/// "round_trips_per_second", "latency_ms": {"p50", "p90", "p99", "p99.9", "max"}, "late_ms":
/// {"p50", "p99", "max"}, "process": {"pid", "peak_memory_bytes", "processor_seconds"} or null}.
std::string to_json(BenchReport const& report);

}  // namespace drydock::program
