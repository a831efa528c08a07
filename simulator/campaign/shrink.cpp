#include "simulator/campaign/shrink.hpp"

#include <fmt/format.h>

#include <chrono>
#include <ostream>
#include <utility>

#include "reference/core/exit_codes.hpp"
#include "simulator/campaign/run_apart.hpp"
#include "simulator/scenario/scenario_file.hpp"

namespace drydock::simulator {
namespace {

std::string size_of(Scenario const& scenario) {
  return fmt::format("{} steps and {} nodes", scenario.steps.size(), scenario.nodes.size());
}

}  // namespace

Minimised shrink(Scenario const& scenario, Protocol const& protocol, RunReport const& report) {
  bool const twice = report.outcome == RunReport::Outcome::differs;
  auto const fails_alike = [&](Scenario const& candidate) {
    Result<RunReport> const again = run_apart(candidate, protocol, twice);
    return again && again->outcome == report.outcome &&
           again->failure->property == report.failure->property;
  };
  return minimise(scenario, fails_alike);
}

Scenario with_trace(Scenario scenario, Protocol const& protocol) {
  Result<RunReport> const report = run_apart(scenario, protocol, false);
  if (!report || report->outcome == RunReport::Outcome::crash) return scenario;
  RunSettings settings;
  settings.keep_trace = true;
  if (auto run = run_scenario(scenario, protocol, settings)) {
    scenario.trace = std::move(run->trace);
  }
  return scenario;
}

int run_shrink(ShrinkOptions const& options, Protocol const& protocol, std::ostream& out,
               std::ostream& err) {
  auto const cannot = [&](std::string const& what) {
    err << options.file << ": " << what << '\n';
    return could_not_run;
  };
  auto const begin = std::chrono::steady_clock::now();
  Result<Scenario> const scenario = read_scenario(options.file);
  if (!scenario) return cannot(scenario.error().message);
  Result<RunReport> const report = run_apart(*scenario, protocol, true);
  if (!report) return cannot(report.error().message);
  if (!report->failure) {
    return cannot("this scenario does not fail, so that there is nothing to keep while it shrinks");
  }
  Minimised shrunk = shrink(*scenario, protocol, *report);
  shrunk.scenario.trace.reset();
  Scenario const smallest = with_trace(std::move(shrunk.scenario), protocol);
  if (options.output.empty()) {
    out << to_text(smallest);
  } else if (auto const written = write_scenario(options.output, smallest); !written) {
    return cannot(written.error().message);
  }
  auto const took = std::chrono::steady_clock::now() - begin;
  err << fmt::format("{}: {}, from {}, in {} attempts and {:.1f} s; {}\n",
                     report->failure->property, size_of(smallest), size_of(*scenario),
                     shrunk.attempts, std::chrono::duration<double>(took).count(),
                     shrunk.is_minimal ? "nothing more can be left out" : "there was more to try");
  return fine;
}

}  // namespace drydock::simulator
