#include "conformance/testee/judge_processes.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "conformance/judge/judge.hpp"
#include "conformance/testee/private_directory.hpp"

namespace drydock::conformance {
namespace {

using Json = nlohmann::ordered_json;

// What a forked run tells its parent.

std::string text_of(Finding const& finding, Duration took) {
  Json evidence = Json::array();
  for (Evidence const& one : finding.evidence) evidence.push_back({one.what, one.hex});
  Json const all = {{"verdict", static_cast<int>(finding.verdict)},
                    {"expected", finding.expected},
                    {"came", finding.came},
                    {"evidence", evidence},
                    {"output", finding.testee_output},
                    {"took", took.count()}};
  // The testee's output may hold any bytes.
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string judge_here(Case const& one, ProcessSettings const& settings) {
  try {
    ProcessStage stage{settings};
    VirtualTime const began = stage.now();
    Finding const finding = judge(one, stage);
    return text_of(finding, stage.now() - began);
  } catch (CannotRun const& cannot) {
    return Json{{"cannot", cannot.why}}.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
}

CaseResult result_of(Case const& one, Json const& told) {
  CaseResult result{&one, {}, Duration{told.at("took").get<std::int64_t>()}};
  result.finding.verdict = static_cast<Verdict>(told.at("verdict").get<int>());
  result.finding.expected = told.at("expected");
  result.finding.came = told.at("came");
  result.finding.testee_output = told.at("output");
  for (Json const& pair : told.at("evidence")) {
    result.finding.evidence.push_back({pair.at(0), pair.at(1)});
  }
  return result;
}

/// A run that ended without a finding. Only a flood makes it use so much memory; what else ends it
/// is nothing that the testee could be blamed for.
Finding finding_of(RunEnd const& end) {
  if (end.kind == RunEnd::Kind::out_of_memory) {
    return {Verdict::fail, "a bounded amount of data", "a flood", {{end.text, ""}}, ""};
  }
  return {Verdict::inconclusive, "", "the case was ended: " + end.text, {}, ""};
}

}  // namespace

Result<std::vector<CaseResult>> judge_processes(std::vector<Case const*> const& cases,
                                                ProcessSettings const& settings, std::size_t jobs,
                                                RunLimits const& limits,
                                                OnResult const& on_result) try {
  std::vector<CaseResult> results(cases.size());
  std::string cannot = "interrupted";
  // Here and not in each run, since not every run lives to tidy up.
  PrivateDirectory const directory;
  ProcessSettings own = settings;
  own.parent_directory = directory.path();
  auto const work = [&](std::size_t at) { return judge_here(*cases[at], own); };
  auto const done = [&](std::size_t at, RunEnd const& end) {
    CaseResult& result = results[at];
    result = {cases[at], finding_of(end), limits.time};
    if (end.kind == RunEnd::Kind::done) {
      Json const told = Json::parse(end.text);
      if (told.contains("cannot")) {
        cannot = told.at("cannot");
        return false;
      }
      result = result_of(*cases[at], told);
    }
    if (on_result) on_result(result);
    return true;
  };
  if (!run_forked(cases.size(), jobs, limits, work, done)) return fail(cannot);
  return results;
} catch (CannotRun const& cannot) {
  return fail(cannot.why);
}

}  // namespace drydock::conformance
