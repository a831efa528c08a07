#pragma once

#include <cstdint>
#include <functional>
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
  /// What it runs over in place of the modelled network and the virtual clock.
  Outside* outside = nullptr;
  /// Whether it goes on behind its first failure, to its last step.
  bool goes_on = false;
  /// See WorldSettings.
  Duration timers_late_max{0};
  /// How long it lets time pass behind its last step.
  Duration lingers{0};
  /// Called before the nodes enter, for whoever wants to watch.
  std::function<void(World&, Play&)> on_begin = nullptr;
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
