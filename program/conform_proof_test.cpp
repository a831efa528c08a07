#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "conformance/moor/suite.hpp"
#include "conformance/moor/worker_proofs.hpp"
#include "conformance/testee/judge_processes.hpp"

// The cases that no machine in virtual time can be judged by, proven on our own worker as a
// process: each passes it without defects, and fails it with the defect that `worker_proofs` names.

namespace drydock::conformance {
namespace {

using Cases = std::vector<Case const*>;

Cases cases_of_processes() {
  Cases cases = worker_suite().cases;
  std::erase_if(cases, [](Case const* one) { return !one->ground.process; });
  return cases;
}

std::vector<CaseResult> judge(Cases const& cases, std::vector<std::string> const& more) {
  std::vector<std::string> command{DRYDOCK_PROGRAM,
                                   "worker",
                                   "--workers-request-address",
                                   "{request}",
                                   "--workers-response-address",
                                   "{response}",
                                   "--enrollment-address",
                                   "{enrollment}",
                                   "--enrollment-token-file",
                                   "{token_file}",
                                   "--data-dir",
                                   "{data_dir}",
                                   "--daemon-key",
                                   "{daemon_key}"};
  command.insert(command.end(), more.begin(), more.end());
  Suite const& suite = worker_suite();
  ProcessSettings const settings{command, suite.placeholders, TransportKind::tcp, true,
                                 suite.hidden_variables};
  auto const results = judge_processes(cases, settings, cases.size());
  EXPECT_TRUE(results) << results.error().message;
  return results.value_or(std::vector<CaseResult>{});
}

void expect_all(Verdict verdict, std::vector<CaseResult> const& results) {
  for (CaseResult const& one : results) {
    EXPECT_EQ(one.finding.verdict, verdict)
        << one.which->id() << ": " << one.finding.message() << "\n"
        << one.finding.testee_output;
  }
}

TEST(ConformProof, CasesOfProcessesPassAWorkerWithoutDefects) {
  Cases const cases = cases_of_processes();
  EXPECT_GE(cases.size(), 5U);
  expect_all(Verdict::pass, judge(cases, {}));
}

TEST(ConformProof, EachFailsAWorkerWithItsDefect) {
  std::map<std::string_view, Cases> by_defect;
  for (Case const* one : cases_of_processes()) {
    auto const proof = std::find_if(std::begin(worker_proofs), std::end(worker_proofs),
                                    [&](Proof const& some) { return some.case_id == one->id(); });
    ASSERT_NE(proof, std::end(worker_proofs)) << one->id();
    by_defect[proof->defect].push_back(one);
  }
  for (auto const& [defect, cases] : by_defect) {
    SCOPED_TRACE(defect);
    expect_all(Verdict::fail, judge(cases, {"--defect", std::string(defect)}));
  }
}

}  // namespace
}  // namespace drydock::conformance
