#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/scenario/protocol.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/world/run_digest.hpp"

namespace drydock::simulator {

struct RunSettings {
  /// Whether to write a trace, with how much in it, and how many of its last lines to keep.
  bool keep_trace = false;
  Trace::Detail detail = Trace::Detail::story;
  std::size_t trace_lines_max = SIZE_MAX;
  /// Whether to keep a record of every event, to compare two runs.
  bool keep_records = false;
};

/// What came of a run.
struct RunResult {
  std::optional<Failure> failure;
  std::string digest;
  std::uint64_t events = 0;
  VirtualTime ended_at{};
  std::string trace;
  std::vector<EventRecord> records;
};

/// Runs the scenario to its end or to its first failure. Fails with `line 3, column 9: ` and what
/// is wrong there, if the scenario is nothing that this protocol can run.
Result<RunResult> run_scenario(Scenario const& scenario, Protocol const& protocol,
                               RunSettings const& settings = {});

}  // namespace drydock::simulator
