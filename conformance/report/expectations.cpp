#include "conformance/report/expectations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace drydock::conformance {
namespace {

bool is_wrong(Verdict verdict) {
  return verdict == Verdict::fail || verdict == Verdict::inconclusive;
}

/// One line, whatever is in it.
std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

Result<Expectations> Expectations::parse(std::string_view text) {
  Expectations expectations;
  std::istringstream lines{std::string(text)};
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    std::size_t const space = line.find(' ');
    std::size_t const colon = line.find(": ", space);
    std::string const word = line.substr(0, space);
    bool const fails = word == word_of(Verdict::fail);
    if (colon == std::string::npos || !(fails || word == word_of(Verdict::inconclusive))) {
      return fail(fmt::format(
          "line {}: \"{}\" is neither `fail ID: MESSAGE` nor `inconclusive ID: MESSAGE`", number,
          line));
    }
    std::string const id = line.substr(space + 1, colon - space - 1);
    Known known{fails ? Verdict::fail : Verdict::inconclusive, line.substr(colon + 2)};
    if (!expectations.known_.emplace(id, std::move(known)).second) {
      return fail(fmt::format("line {}: {} is listed twice", number, id));
    }
  }
  return expectations;
}

std::string Expectations::text_of(std::vector<CaseResult> const& results) {
  std::string text = "# What is known to fail; `--expectations FILE --fix` rewrites this file.\n";
  for (CaseResult const& one : results) {
    if (!is_wrong(one.finding.verdict)) continue;
    text += fmt::format("{} {}: {}\n", word_of(one.finding.verdict), one.which->id(),
                        on_one_line(one.finding.message()));
  }
  return text;
}

std::vector<std::string> Expectations::news(std::vector<CaseResult> const& results,
                                            Suite const& suite) const {
  std::vector<std::string> all;
  for (CaseResult const& one : results) {
    Verdict const verdict = one.finding.verdict;
    std::string const message = on_one_line(one.finding.message());
    std::string const id = one.which->id();
    auto const listed = known_.find(id);
    if (listed == known_.end()) {
      if (is_wrong(verdict)) all.push_back(fmt::format("{} {}: {}", id, word_of(verdict), message));
    } else if (verdict == Verdict::pass) {
      all.push_back(fmt::format("{} passes, but is listed", id));
    } else if (verdict == Verdict::skip) {
      all.push_back(fmt::format("{} is skipped, but is listed", id));
    } else if (verdict != listed->second.verdict || message != listed->second.message) {
      all.push_back(fmt::format("{} {}: {}; listed is {}: {}", id, word_of(verdict), message,
                                word_of(listed->second.verdict), listed->second.message));
    }
  }
  for (auto const& [id, known] : known_) {
    auto const has_id = [&](Case const* one) { return one->id() == id; };
    if (std::none_of(suite.cases.begin(), suite.cases.end(), has_id)) {
      all.push_back(fmt::format("{} is listed, but there is no such case", id));
    }
  }
  return all;
}

}  // namespace drydock::conformance
