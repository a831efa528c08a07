#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/core/rng.hpp"
#include "reference/core/time.hpp"
#include "simulator/network/link.hpp"

namespace drydock::simulator {

/// `node w worker type=echo`. The settings are the protocol's, but for `start`, which says when the
/// node starts; without it that is at the beginning.
struct NodeDeclaration {
  std::string name;
  std::string kind;
  std::vector<std::pair<std::string, std::string>> settings;
  std::size_t line = 0;

  std::optional<std::string_view> setting(std::string_view key) const;
};

/// `the 3rd RequestResult of w leaves`, or `arrives`, or `arrives at d`.
struct Occasion {
  enum class Point : std::uint8_t { leaves, arrives };
  std::uint64_t ordinal = 1;
  std::string message;
  std::string sender;
  Point point = Point::leaves;
  std::optional<std::string> receiver;
};

/// One line of what is done.
struct Step {
  enum class Kind : std::uint8_t {
    command,  // Now.
    at,       // At an instant, whatever else goes on.
    when,     // Each time a scenario runs, at most once: when the occasion comes.
    run,      // Lets time pass.
    settle,   // Ends all faults and gives the world so long to come to rest.
  };
  Kind kind = Kind::command;
  Duration time{0};
  Occasion when;
  std::string command;
  std::size_t line = 0;
  std::size_t column = 1;  // Where the command begins.
};

inline Step step_at(Duration time, std::string command) {
  Step step;
  step.kind = Step::Kind::at;
  step.time = time;
  step.command = std::move(command);
  return step;
}

/// One story: who takes part, what is done to them, and the trace that this gives. The file:
///
///     # What happens here, and why.
///     seed 7
///     defect attach-before-subscribe
///     node d daemon
///     node w worker type=echo start=1s
///     when the 1st RequestResult of w leaves: disconnect w d
///     at 3s request c echo {1, 2}
///     run 10s
///     ----
///     0.000  d  start
struct Scenario {
  std::vector<std::string> story;  // Its comment, line by line.
  Seed seed{1};
  std::string profile;
  std::vector<std::string> defects;
  LinkSettings link;
  std::vector<NodeDeclaration> nodes;
  std::vector<Step> steps;
  /// What stands below `----`; absent if there is no such line.
  std::optional<std::string> trace;
};

/// The scenario in `text`. Fails with `line 3, column 9: ` and what it saw there.
Result<Scenario> parse_scenario(std::string_view text);

/// The scenario as a file, in the form that everybody gets it in. `parse_scenario` gives it back.
std::string to_text(Scenario const& scenario);
std::string to_text(Step const& step);
std::string to_text(NodeDeclaration const& node);

}  // namespace drydock::simulator
