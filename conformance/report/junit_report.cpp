#include "conformance/report/junit_report.hpp"

#include <fmt/format.h>

#include <string_view>

namespace drydock::conformance {
namespace {

/// XML 1.0 has no way to write most control characters; bytes that are not ASCII are left as they
/// are if they may be UTF-8, and a testee's output is not let in here.
std::string escaped(std::string_view text) {
  std::string safe;
  for (char const c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        bool const control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
        safe += control ? '?' : c;
    }
  }
  return safe;
}

std::string details_of(CaseResult const& result) {
  std::string details{result.which->requirement.sentence};
  for (Evidence const& one : result.finding.evidence) {
    details += "\n" + one.what;
    if (!one.hex.empty()) details += "\n" + one.hex;
  }
  return details;
}

std::string outcome_of(CaseResult const& result) {
  std::string const message = escaped(result.finding.message());
  switch (result.finding.verdict) {
    case Verdict::pass:
      return "";
    case Verdict::skip:
      return fmt::format("<skipped message=\"{}\"/>", message);
    case Verdict::fail:
      return fmt::format("<failure message=\"{}\">{}</failure>", message,
                         escaped(details_of(result)));
    case Verdict::inconclusive:
      return fmt::format("<error message=\"{}\">{}</error>", message, escaped(details_of(result)));
  }
  return "";
}

}  // namespace

std::string to_junit(RunReport const& report) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += fmt::format(
      "<testsuite name=\"drydock.{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
      "time=\"{:.3f}\">\n",
      escaped(report.role), report.results.size(), count(report, Verdict::fail),
      count(report, Verdict::inconclusive), count(report, Verdict::skip), seconds_of(report.took));
  for (CaseResult const& one : report.results) {
    text +=
        fmt::format("  <testcase classname=\"{}.{}\" name=\"{}\" time=\"{:.3f}\">{}</testcase>\n",
                    escaped(report.role), escaped(one.which->requirement.source),
                    escaped(one.which->id()), seconds_of(one.took), outcome_of(one));
  }
  return text + "</testsuite>\n";
}

}  // namespace drydock::conformance
