#include "simulator/campaign/seeded_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace drydock::simulator {
namespace {

constexpr std::array<std::string_view, 4> outcome_words = {"pass", "fail", "differs", "crash"};

std::string first_difference(RunResult const& one, RunResult const& two) {
  std::size_t const common = std::min(one.records.size(), two.records.size());
  std::size_t at = 0;
  while (at < common && one.records[at] == two.records[at]) ++at;
  auto const text = [&](RunResult const& run) {
    return at < run.records.size() ? to_text(run.records[at]) : std::string("nothing more");
  };
  return fmt::format("event {}: first {}; then {}", at, text(one), text(two));
}

}  // namespace

std::string_view word_of(RunReport::Outcome outcome) {
  return outcome_words[static_cast<std::size_t>(outcome)];
}

std::string to_json(RunReport const& report) {
  nlohmann::ordered_json json;
  json["seed"] = report.seed.value();
  json["verdict"] = word_of(report.outcome);
  json["digest"] = report.digest;
  json["events"] = report.events;
  json["virtual_seconds"] = report.virtual_seconds;
  json["failure"] = nullptr;
  if (report.failure) {
    json["failure"] = {{"property", report.failure->property}, {"what", report.failure->what}};
  }
  json["scenario"] = nullptr;
  if (!report.scenario.empty()) json["scenario"] = report.scenario;
  if (!report.marks.empty()) json["marks"] = report.marks;
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Result<RunReport> parse_report(std::string_view text) {
  nlohmann::json const json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return fail("'" + std::string(text) + "' is no report of a run");
  RunReport report;
  report.seed = Seed{json.at("seed").get<std::uint64_t>()};
  auto const word =
      std::find(outcome_words.begin(), outcome_words.end(), json.at("verdict").get<std::string>());
  report.outcome = static_cast<RunReport::Outcome>(word - outcome_words.begin());
  report.digest = json.at("digest").get<std::string>();
  report.events = json.at("events").get<std::uint64_t>();
  report.virtual_seconds = json.at("virtual_seconds").get<double>();
  if (json.at("failure").is_object()) {
    report.failure = Failure{json.at("failure").at("property").get<std::string>(),
                             json.at("failure").at("what").get<std::string>()};
  }
  if (json.at("scenario").is_string()) report.scenario = json.at("scenario").get<std::string>();
  if (json.contains("marks")) report.marks = json.at("marks").get<std::vector<std::string>>();
  return report;
}

Result<RunReport> run_once(Scenario const& scenario, Protocol const& protocol, bool twice) {
  RunSettings settings;
  settings.keep_records = twice;
  Result<RunResult> const result = run_scenario(scenario, protocol, settings);
  if (!result) return tl::make_unexpected(result.error());
  RunReport report;
  report.seed = scenario.seed;
  report.digest = result->digest;
  report.events = result->events;
  report.virtual_seconds = seconds_of(result->ended_at.time_since_epoch());
  report.failure = result->failure;
  if (report.failure) report.outcome = RunReport::Outcome::fail;
  if (!twice) return report;
  Result<RunResult> const again = run_scenario(scenario, protocol, settings);
  if (!again) return tl::make_unexpected(again.error());
  if (again->digest != result->digest) {
    report.outcome = RunReport::Outcome::differs;
    report.failure = Failure{"determinism", first_difference(*result, *again)};
  }
  return report;
}

}  // namespace drydock::simulator
