#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/judge/case_result.hpp"
#include "reference/core/result.hpp"

namespace drydock::conformance {

/// What is known to be wrong with one implementation: a file of lines `fail ID: MESSAGE` or
/// `inconclusive ID: MESSAGE`, with `#` before remarks.
class Expectations {
 public:
  /// Fails naming the line and what it saw.
  static Result<Expectations> parse(std::string_view text);
  /// The file that says of `results` what is wrong, in their order.
  static std::string text_of(std::vector<CaseResult> const& results);

  /// What is not as expected, a line each: a failure that is not listed, a listed one that passes,
  /// says something else or was skipped, and a listed id that is none in `suite`. Cases of the
  /// suite that were not run are no news.
  std::vector<std::string> news(std::vector<CaseResult> const& results, Suite const& suite) const;

 private:
  struct Known {
    Verdict verdict;
    std::string message;
  };
  std::map<std::string, Known, std::less<>> known_;
};

}  // namespace drydock::conformance
