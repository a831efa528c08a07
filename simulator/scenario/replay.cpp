#include "simulator/scenario/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <sstream>

#include "reference/core/exit_codes.hpp"
#include "simulator/scenario/runner.hpp"
#include "simulator/scenario/scenario_file.hpp"

namespace drydock::simulator {
namespace {

struct Replayed {
  Scenario scenario;
  std::string trace;
};

Result<Replayed> run_file(std::filesystem::path const& path, Protocol const& protocol) {
  Result<Scenario> scenario = read_scenario(path);
  if (!scenario) return tl::make_unexpected(scenario.error());
  RunSettings settings;
  settings.keep_trace = true;
  Result<RunResult> result = run_scenario(*scenario, protocol, settings);
  if (!result) return tl::make_unexpected(result.error());
  return Replayed{*std::move(scenario), std::move(result->trace)};
}

Result<void> compare(Replayed const& replayed) {
  if (!replayed.scenario.trace) return fail("has no trace; --rewrite gives it one");
  std::istringstream recorded(*replayed.scenario.trace);
  std::istringstream given(replayed.trace);
  for (std::size_t number = 1;; ++number) {
    std::string expected;
    std::string got;
    bool const has_expected = static_cast<bool>(std::getline(recorded, expected));
    bool const has_got = static_cast<bool>(std::getline(given, got));
    if (!has_expected && !has_got) return {};
    if (has_expected == has_got && expected == got) continue;
    return fail(fmt::format("line {} of the trace: recorded {}, now {}", number,
                            has_expected ? "'" + expected + "'" : "nothing more",
                            has_got ? "'" + got + "'" : "nothing more"));
  }
}

Result<void> settle(Replayed replayed, std::filesystem::path const& path, bool rewrite) {
  if (!rewrite) return compare(replayed);
  replayed.scenario.trace = std::move(replayed.trace);
  return write_scenario(path, replayed.scenario);
}

}  // namespace

Result<void> replay(std::filesystem::path const& path, Protocol const& protocol, bool rewrite) {
  Result<Replayed> replayed = run_file(path, protocol);
  if (!replayed) return tl::make_unexpected(replayed.error());
  return settle(*std::move(replayed), path, rewrite);
}

int run_replay(ReplayOptions const& options, Protocol const& protocol, std::ostream& out,
               std::ostream& err) {
  auto const found = find_scenarios(options.paths);
  if (!found || found->empty()) {
    err << "drydock replay: " << (found ? "there is no scenario" : found.error().message) << '\n';
    return could_not_run;
  }
  int code = fine;
  for (std::filesystem::path const& path : *found) {
    Result<Replayed> replayed = run_file(path, protocol);
    if (!replayed) {
      err << path.string() << ": " << replayed.error().message << '\n';
      code = could_not_run;
      continue;
    }
    Result<void> const held = settle(*std::move(replayed), path, options.rewrite);
    out << path.string() << ": " << (held ? "same" : held.error().message) << '\n';
    if (!held) code = std::max(code, found_failure);
  }
  return code;
}

}  // namespace drydock::simulator
