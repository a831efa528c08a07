#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/campaign/draw_scenario.hpp"
#include "simulator/scenario/runner.hpp"

namespace drydock::simulator {

/// What a campaign keeps of one run.
struct RunReport {
  enum class Outcome : std::uint8_t {
    pass,
    fail,     // A property is broken.
    differs,  // The same run went two ways.
    crash,    // Our own program ended in the middle of it.
  };
  Seed seed{0};
  Outcome outcome = Outcome::pass;
  std::string digest;
  std::uint64_t events = 0;
  double virtual_seconds = 0;
  std::optional<Failure> failure;
  std::string scenario;                 // The file that was written for it, if one was.
  std::vector<std::string> marks = {};  // The rare states that it came to, where they were counted.
};
std::string_view word_of(RunReport::Outcome outcome);

/// One line of JSON: `{"seed", "verdict", "digest", "events", "virtual_seconds", "failure",
/// "scenario"}`, and "marks" where there are some.
std::string to_json(RunReport const& report);
/// Reads such a line back.
Result<RunReport> parse_report(std::string_view json);

/// Runs a scenario; with `twice`, once more, and names the first event in which the two differ.
/// Fails where the scenario is nothing that can be run.
Result<RunReport> run_once(Scenario const& scenario, Protocol const& protocol, bool twice);

}  // namespace drydock::simulator
