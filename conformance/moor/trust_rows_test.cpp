#include "conformance/moor/trust_rows.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "conformance/moor/daemon/daemon_proofs.hpp"
#include "conformance/moor/daemon/suite.hpp"
#include "conformance/moor/suite.hpp"
#include "conformance/moor/tests_in_tree.hpp"
#include "conformance/moor/worker_proofs.hpp"
#include "reference/moor/daemon/defects.hpp"
#include "reference/moor/worker/defects.hpp"

// That the table says what is: every row, every case of a row, a proof for each, and tests that
// there are. TRUST.md is the table for people.

namespace drydock::conformance {
namespace {

constexpr char const* page = DRYDOCK_SOURCE_DIR "/conformance/moor/TRUST.md";

std::vector<Case const*> all_cases() {
  std::vector<Case const*> cases = worker_suite().cases;
  auto const& daemons = daemon_suite().cases;
  cases.insert(cases.end(), daemons.begin(), daemons.end());
  return cases;
}

bool is_of_trust(std::string_view source) {
  return source.starts_with("EN-") || source.starts_with("TS-") || source.starts_with("TK-") ||
         source.starts_with("ST-");
}

long whole_seconds(Duration duration) {
  return static_cast<long>(std::chrono::duration_cast<std::chrono::seconds>(duration).count());
}

/// A defect as its name; what is wrong in another way in words.
std::string words_of(Wrong const& wrong) {
  if (!wrong.defect.empty()) return fmt::format("`{}`", wrong.defect);
  if (wrong.spoil != Spoil::none) return fmt::format("spoiled: {}", name_of(wrong.spoil));
  if (wrong.leeway > Duration::zero())
    return fmt::format("a leeway of {} s", whole_seconds(wrong.leeway));
  return fmt::format("a silence of {} s", whole_seconds(wrong.silence_max));
}

/// What fails the case, as its proofs have it.
std::vector<std::string> proofs_of(std::string_view case_id) {
  std::vector<std::string> found;
  for (Proof const& one : worker_proofs) {
    if (one.case_id == case_id) found.push_back(fmt::format("`{}`", one.defect));
  }
  for (DaemonProof const& one : daemon_proofs) {
    if (one.case_id == case_id) found.push_back(words_of(one.wrong));
  }
  for (DaemonProcessProof const& one : daemon_process_proofs) {
    if (one.case_id == case_id) found.push_back(fmt::format("`{}`", one.defect));
  }
  return found;
}

std::set<std::string> defects_in_proofs() {
  std::set<std::string> names;
  for (Case const* one : all_cases()) {
    for (std::string const& name : proofs_of(one->id())) names.insert(name);
  }
  return names;
}

std::vector<std::string> ids_up_to(std::string_view family, int last) {
  std::vector<std::string> ids;
  for (int number = 1; number <= last; ++number) {
    ids.push_back(fmt::format("{}-{:02}", family, number));
  }
  return ids;
}

TEST(TrustRows, AreAllRowsInTheirOrder) {
  std::vector<std::string> expected;
  for (auto const& ids :
       {ids_up_to("EN", 28), ids_up_to("TS", 19), ids_up_to("TK", 14), ids_up_to("ST", 13)}) {
    expected.insert(expected.end(), ids.begin(), ids.end());
  }
  std::vector<std::string> found;
  for (TrustRow const& row : trust_rows()) found.emplace_back(row.id);
  EXPECT_EQ(found, expected);
}

TEST(TrustRows, EachHasACaseOrATestAndAReason) {
  for (TrustRow const& row : trust_rows()) {
    EXPECT_FALSE(row.asks.empty()) << row.id;
    if (!row.cases.empty()) continue;
    EXPECT_FALSE(row.tests.empty()) << row.id << " is shown by nothing";
    EXPECT_FALSE(row.note.empty()) << row.id << " has no case, and no word why";
  }
}

TEST(TrustRows, NameExactlyTheCasesOfTheirSource) {
  std::set<std::pair<std::string, std::string>> in_suites;
  for (Case const* one : all_cases()) {
    if (is_of_trust(one->requirement.source)) {
      in_suites.emplace(one->requirement.source, one->id());
    }
  }
  std::set<std::pair<std::string, std::string>> in_rows;
  for (TrustRow const& row : trust_rows()) {
    for (std::string_view const id : row.cases) in_rows.emplace(row.id, id);
  }
  EXPECT_EQ(in_rows, in_suites);
}

TEST(TrustRows, EachCaseIsFailedBySomethingNamed) {
  for (TrustRow const& row : trust_rows()) {
    for (std::string_view const id : row.cases) {
      EXPECT_FALSE(proofs_of(id).empty()) << row.id << " " << id;
    }
  }
}

TEST(TrustRows, EachTestIsInTheTree) {
  std::set<std::string> const tests = tests_in_tree(DRYDOCK_SOURCE_DIR);
  for (TrustRow const& row : trust_rows()) {
    for (std::string_view const name : row.tests) {
      EXPECT_TRUE(tests.contains(std::string(name))) << row.id << " names " << name;
    }
  }
}

/// Those that break a row of trust, by what the tables of defects say of them.
TEST(TrustRows, EachDefectOfTrustIsFoundByACaseOrATest) {
  std::set<std::string> found = defects_in_proofs();
  std::set<std::string_view> known;
  for (auto const table : {moor::daemon::daemon_defects(), moor::worker::worker_defects()}) {
    for (moor::DefectInfo const& defect : table) known.insert(defect.name);
  }
  for (TrustRow const& row : trust_rows()) {
    for (std::string_view const name : row.defects) {
      EXPECT_TRUE(known.contains(name)) << row.id << ": there is no defect " << name;
      found.insert(fmt::format("`{}`", name));
    }
  }
  for (auto const table : {moor::daemon::daemon_defects(), moor::worker::worker_defects()}) {
    for (moor::DefectInfo const& defect : table) {
      if (!is_of_trust(defect.source)) continue;
      EXPECT_TRUE(found.contains(fmt::format("`{}`", defect.name))) << defect.name;
    }
  }
}

template <class Words>
std::string joined(Words const& words, std::string_view separator) {
  std::string text;
  for (auto const& word : words) text.append(text.empty() ? "" : separator).append(word);
  return text;
}

std::string cases_cell(TrustRow const& row) {
  std::vector<std::string> lines;
  for (std::string_view const id : row.cases) {
    lines.push_back(fmt::format("`{}`: {}", id, joined(proofs_of(id), ", ")));
  }
  return joined(lines, "<br>");
}

std::string tests_cell(TrustRow const& row) {
  std::vector<std::string> lines;
  for (std::string_view const name : row.tests) lines.push_back(fmt::format("{}", name));
  for (std::string_view const name : row.defects) lines.push_back(fmt::format("finds `{}`", name));
  return joined(lines, "<br>");
}

std::string table_for_people() {
  std::string text =
      "# Who may speak: each rule, and what shows that it is kept\n"
      "\n"
      "The rows are those of the specification: EN enrollment, TS transport, TK tokens, ST tokens "
      "that expire.\n"
      "A case is one of `drydock conform worker` or `daemon`; after its colon stands what it "
      "finds: a defect of our\n"
      "own worker or daemon (`--defect`), or something between it and the world that spoils what "
      "it says. A test is\n"
      "one of ours, for what no case can see.\n"
      "\n"
      "`trust_rows.cpp` is the source of this page, and `DRYDOCK_RENEW=1 ctest -R TrustRows` "
      "renews it.\n"
      "\n"
      "| row | asks that | cases | tests | why no case, or not for all of it |\n"
      "|---|---|---|---|---|\n";
  for (TrustRow const& row : trust_rows()) {
    text += fmt::format("| {} | {} | {} | {} | {} |\n", row.id, row.asks, cases_cell(row),
                        tests_cell(row), row.note);
  }
  return text;
}

/// `DRYDOCK_RENEW=1 ctest -R TrustRows` writes the page.
TEST(TrustRows, ThePageForPeopleSaysTheSame) {
  std::string const text = table_for_people();
  if (std::getenv("DRYDOCK_RENEW") != nullptr) std::ofstream{page} << text;
  std::ifstream file{page};
  std::string const there{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_TRUE(there == text) << page
                             << " is not what the table says; if the table is right, run this with "
                                "DRYDOCK_RENEW=1";
}

}  // namespace
}  // namespace drydock::conformance
