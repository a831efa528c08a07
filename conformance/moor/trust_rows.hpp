#pragma once

#include <string_view>
#include <vector>

namespace drydock::conformance {

/// What shows that a row of the specification is kept: workers 11.3 (EN), 11.4 (TS) and 11.5 (TK),
/// and the strict profile's (ST). TRUST.md is this, for people.
struct TrustRow {
  std::string_view id;
  std::string_view asks;                     // In short.
  std::vector<std::string_view> cases = {};  // Of both suites.
  std::vector<std::string_view> tests = {};  // Of ours, `Suite.Name`, for what no case can see.
  /// Those of daemon and worker that these tests find, beside what the cases' proofs name.
  std::vector<std::string_view> defects = {};
  std::string_view note = {};  // Why no case sees it, or not all of it.
};

/// In the order of the rows.
std::vector<TrustRow> const& trust_rows();

}  // namespace drydock::conformance
