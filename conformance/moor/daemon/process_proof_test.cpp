#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/moor/daemon/daemon_proofs.hpp"
#include "conformance/moor/daemon/suite.hpp"
#include "conformance/testee/judge_processes.hpp"

// Our daemon as a process over tcp: the cases that need one, and enough of the others to show that
// real sockets, files and clocks agree with the virtual ones of self_proof_test.cpp.

namespace drydock::conformance {
namespace {

using Command = std::vector<std::string>;

Command basic_command(Command const& more) {
  Command command{DRYDOCK_PROGRAM,
                  "daemon",
                  "--workers-request-listen",
                  "{request}",
                  "--workers-response-listen",
                  "{response}",
                  "--enrollment-listen",
                  "{enrollment}",
                  "--enrollment-token-file",
                  "{token_file}",
                  "--data-dir",
                  "{data_dir}",
                  "--callers-listen",
                  "ipc://{scratch_dir}/callers.sock",
                  "--private-key",
                  "{private_key}",
                  "--public-key",
                  "{public_key}",
                  "--log-level",
                  "debug"};
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

Command daemon_command(Command more = {}) {
  more.emplace_back("--workers-only");
  return basic_command(more);
}

Command daemon_with_clients(Command more = {}) {
  more.insert(more.end(), {"--rpc-listen", "{rpc}", "--events-listen", "{events}"});
  return basic_command(more);
}

using Cases = std::vector<Case const*>;

/// Judges by those cases; all have to come to `verdict`.
void expect_verdict(Cases const& cases, Command const& command, Verdict verdict) {
  ASSERT_FALSE(cases.empty());
  Suite const& suite = daemon_suite();
  ProcessSettings const settings{command, suite.placeholders, TransportKind::tcp, true,
                                 suite.hidden_variables};
  constexpr std::size_t jobs = 8;
  auto const results = judge_processes(cases, settings, jobs);
  ASSERT_TRUE(results) << results.error().message;
  for (CaseResult const& one : *results) {
    EXPECT_EQ(one.finding.verdict, verdict)
        << one.which->id() << ": " << word_of(one.finding.verdict) << " " << one.finding.message()
        << "\n"
        << one.finding.testee_output;
  }
}

/// By the cases of that pattern.
void expect_verdict(std::string const& glob, Command const& command, Verdict verdict) {
  SCOPED_TRACE(glob);
  expect_verdict(select(daemon_suite(), {glob, Profile::strict}), command, verdict);
}

Command strict(Command more = {}) {
  more.insert(more.end(), {"--profile", "strict", "--worker-token-lifetime", "3"});
  return daemon_command(more);
}

/// Strict, and with a signing key that it makes where there is none.
Command strict_with_defect(std::string_view defect) {
  Command more{"--generate-keypair"};
  if (!defect.empty()) more.insert(more.end(), {"--defect", std::string(defect)});
  return strict(std::move(more));
}

Cases cases_of_processes() {
  Cases cases = daemon_suite().cases;
  std::erase_if(cases, [](Case const* one) { return !one->ground.process; });
  return cases;
}

TEST(DaemonProcess, CasesOfProcessesPassADaemonWithoutDefects) {
  expect_verdict(cases_of_processes(), strict_with_defect({}), Verdict::pass);
}

/// What has no defect needs another command.
Cases cases_failed_by(std::string_view defect) {
  Cases cases = cases_of_processes();
  std::erase_if(cases, [&](Case const* one) {
    return std::none_of(std::begin(daemon_process_proofs), std::end(daemon_process_proofs),
                        [&](DaemonProcessProof const& proof) {
                          return proof.case_id == one->id() && proof.defect == defect;
                        });
  });
  return cases;
}

TEST(DaemonProcess, EachFailsADaemonWithItsDefect) {
  std::set<std::string_view> defects;
  for (DaemonProcessProof const& proof : daemon_process_proofs) defects.insert(proof.defect);
  defects.erase(std::string_view{});
  for (std::string_view const defect : defects) {
    SCOPED_TRACE(defect);
    expect_verdict(cases_failed_by(defect), strict_with_defect(defect), Verdict::fail);
  }
}

TEST(DaemonProcess, OneThatRunsOnWithoutItsEndpointIsSeen) {
  Command command = daemon_command();
  command.insert(command.begin(), {"/bin/sh", "-c", "\"$0\" \"$@\"; sleep 600"});
  expect_verdict(cases_failed_by({}), command, Verdict::fail);
}

TEST(DaemonProcess, EachCaseOfProcessesIsProven) {
  std::set<std::string_view> proven;
  for (DaemonProcessProof const& proof : daemon_process_proofs) proven.insert(proof.case_id);
  for (Case const* one : cases_of_processes()) {
    EXPECT_TRUE(proven.contains(one->id())) << one->id() << " has no proof";
  }
}

TEST(DaemonProcess, WithoutAKeyOfItsOwnMakingThereIsNothingToJudge) {
  expect_verdict("token.keys.mode", strict(), Verdict::skip);
}

TEST(DaemonProcess, EnrollmentIsAsInVirtualTime) {
  expect_verdict("enrollment.[cklr]*", daemon_command(), Verdict::pass);
}

TEST(DaemonProcess, HostsAndClientsAreServedAsInVirtualTime) {
  for (char const* glob : {"rpc.body*", "login.*", "boot.*", "event.[eis]*", "host.[adl]*"}) {
    expect_verdict(glob, daemon_with_clients(), Verdict::pass);
  }
  expect_verdict("client.establish.live", daemon_with_clients({"--defect", "second-establish"}),
                 Verdict::fail);
  expect_verdict("event.end.once", daemon_with_clients({"--defect", "ends-twice"}), Verdict::fail);
}

TEST(DaemonProcess, CurveIsAsInVirtualTime) {
  expect_verdict("security.[ks]*", daemon_command(), Verdict::pass);
  expect_verdict("security.keys.allowed-only", daemon_command({"--defect", "admits-any-key"}),
                 Verdict::fail);
}

TEST(DaemonProcess, TokensAreAsInVirtualTime) {
  for (char const* glob : {"token.[celrt]*", "token.keys.p*"}) {
    expect_verdict(glob, strict(), Verdict::pass);
  }
  expect_verdict("token.cache.expiry", strict({"--defect", "cache-outlives-expiry"}),
                 Verdict::fail);
}

}  // namespace
}  // namespace drydock::conformance
