#include "conformance/report/text_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <string_view>

namespace drydock::conformance {
namespace {

std::string origin_of(Requirement const& requirement) {
  return fmt::format("{}, {}, {}", requirement.source, word_of(requirement.level),
                     word_of(requirement.profile));
}

std::string line_of(CaseResult const& result) {
  return fmt::format("{:<12}  {:<41}  {} ({})\n", word_of(result.finding.verdict),
                     result.which->id(), result.which->title, origin_of(result.which->requirement));
}

std::string field(std::string_view name, std::string_view text) {
  return text.empty() ? "" : fmt::format("  {:<9} {}\n", name, text);
}

std::string lines_of(std::string_view name, std::string const& text) {
  std::string shown;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    shown += field(shown.empty() ? name : "", "| " + line);
  }
  return shown;
}

/// What a reader needs to believe it, and to find it.
std::string in_full(CaseResult const& result) {
  Requirement const& requirement = result.which->requirement;
  Finding const& finding = result.finding;
  std::string text = fmt::format("\n{}: {} ({})\n", word_of(finding.verdict), result.which->id(),
                                 origin_of(requirement));
  text += field("asked", requirement.sentence);
  text += field("case", result.which->title);
  text += field("expected", finding.expected);
  text += field("came", finding.came);
  for (std::size_t at = 0; at < finding.evidence.size(); ++at) {
    text += field(at == 0 ? "seen" : "", finding.evidence[at].what);
    text += field("", finding.evidence[at].hex);
  }
  return text + lines_of("testee", finding.testee_output);
}

std::string counts(RunReport const& report, Profile profile, std::string_view remark) {
  std::size_t of_profile = 0;
  std::size_t failed = 0;
  for (CaseResult const& one : report.results) {
    if (one.which->requirement.profile != profile) continue;
    ++of_profile;
    if (one.finding.verdict == Verdict::fail) ++failed;
  }
  if (of_profile == 0) return "";
  return fmt::format("{:<12}{} of {} failed{}\n", fmt::format("{}:", word_of(profile)), failed,
                     of_profile, failed > 0 ? remark : "");
}

}  // namespace

std::string to_text(RunReport const& report) {
  std::string text;
  for (CaseResult const& one : report.results) text += line_of(one);
  for (CaseResult const& one : report.results) {
    Verdict const verdict = one.finding.verdict;
    if (verdict == Verdict::fail || verdict == Verdict::inconclusive) text += in_full(one);
  }
  text += fmt::format("\n{} cases in {:.1f} s: {} passed, {} failed, {} inconclusive, {} skipped\n",
                      report.results.size(), seconds_of(report.took), count(report, Verdict::pass),
                      count(report, Verdict::fail), count(report, Verdict::inconclusive),
                      count(report, Verdict::skip));
  text += counts(report, Profile::compatible, ": it may not interoperate");
  text += counts(report, Profile::robust, ": it can do better, and interoperates all the same");
  text += counts(report, Profile::strict, ": it can do better, and interoperates all the same");
  return text;
}

std::string list_as_text(std::span<Case const* const> cases) {
  std::string text;
  for (Case const* one : cases) {
    text += fmt::format("{:<41}  {} ({}; needs {}{}{})\n", one->id(), one->title,
                        origin_of(one->requirement), one->needs,
                        one->ground.secure ? ", secured links" : "",
                        one->ground.process ? ", a process" : "");
  }
  return text;
}

}  // namespace drydock::conformance
