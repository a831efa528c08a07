#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "conformance/moor/daemon/suite.hpp"
#include "conformance/testee/judge_processes.hpp"

// Our daemon as a process over tcp: the cases that need one, and enough of the others to show that
// real sockets, files and clocks agree with the virtual ones of self_proof_test.cpp.

namespace drydock::conformance {
namespace {

using Command = std::vector<std::string>;

Command daemon_command(Command const& more = {}) {
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

/// Judges by the cases of that pattern; all have to come to `verdict`.
void expect_verdict(std::string const& glob, Command const& command, Verdict verdict) {
  Suite const& suite = daemon_suite();
  auto const cases = select(suite, {glob, Profile::strict});
  ASSERT_FALSE(cases.empty()) << glob;
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

Command strict(Command more = {}) {
  more.insert(more.end(), {"--profile", "strict", "--worker-token-lifetime", "3"});
  return daemon_command(more);
}

TEST(DaemonProcess, FilesAreWholeAndPrivate) {
  expect_verdict("enrollment.files.*", daemon_command(), Verdict::pass);
}

TEST(DaemonProcess, LooseModesAreSeen) {
  expect_verdict("enrollment.files.modes*", daemon_command({"--defect", "loose-modes"}),
                 Verdict::fail);
}

TEST(DaemonProcess, ATakenEndpointEndsIt) {
  expect_verdict("daemon.bind.taken/*", daemon_command(), Verdict::pass);
}

TEST(DaemonProcess, OneThatRunsOnWithoutItsEndpointIsSeen) {
  Command command = daemon_command();
  command.insert(command.begin(), {"/bin/sh", "-c", "\"$0\" \"$@\"; sleep 600"});
  expect_verdict("daemon.bind.taken/*", command, Verdict::fail);
}

TEST(DaemonProcess, IpcSocketsAreTheOwnersAlone) {
  expect_verdict("security.ipc.*", daemon_command(), Verdict::pass);
}

TEST(DaemonProcess, AGeneratedKeyIsTheOwnersAlone) {
  expect_verdict("token.keys.mode", strict({"--generate-keypair"}), Verdict::pass);
  expect_verdict("token.keys.mode", strict(), Verdict::skip);
}

TEST(DaemonProcess, EnrollmentIsAsInVirtualTime) {
  expect_verdict("enrollment.[cklr]*", daemon_command(), Verdict::pass);
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
