#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/moor/daemon/client_proofs.hpp"
#include "conformance/moor/daemon/daemon_proofs.hpp"
#include "conformance/moor/daemon/spoiled_daemon.hpp"
#include "conformance/moor/daemon/suite.hpp"
#include "conformance/moor/daemon/virtual_daemon.hpp"
#include "conformance/testee/judge_machines.hpp"

// The suite proves itself on our own daemon, in virtual time: every case that needs no process
// passes a daemon without defects, and fails one with the defect below, or one that is spoiled.
// Those that need a process are proven in process_proof_test.cpp.

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;
using moor::daemon::Defect;
using moor::daemon::Settings;

Case const* find_case(std::string_view id) {
  auto const& cases = daemon_suite().cases;
  auto const found =
      std::find_if(cases.begin(), cases.end(), [&](Case const* one) { return one->id() == id; });
  return found == cases.end() ? nullptr : *found;
}

/// Token and signing cases are of the strict profile; one is of daemons that are not.
bool is_for_strict(Case const& one) {
  return one.id().starts_with("token.") && one.requirement.id != "token.fields.ignored";
}

Settings settings_for(Case const& one) {
  Settings settings;
  settings.strict = is_for_strict(one);
  settings.worker_token_lifetime = 3s;
  return settings;
}

Finding finding_of(Case const* one, Wrong const& wrong = {}, Seed seed = Seed{1}) {
  Settings settings = settings_for(*one);
  settings.leeway = wrong.leeway;
  if (wrong.silence_max > 0s) settings.silence_max = wrong.silence_max;
  if (!wrong.defect.empty()) {
    settings.defects.add(
        moor::find_defect<Defect>(moor::daemon::daemon_defects(), wrong.defect).value());
  }
  return judge_machines({one}, spoiled(virtual_daemon(settings), wrong.spoil),
                        daemon_suite().placeholders, seed, Links::secure)
      .front()
      .finding;
}

std::string explain(Finding const& finding) {
  std::string text{word_of(finding.verdict)};
  text += ": " + finding.message() + "\n";
  for (Evidence const& one : finding.evidence) text += one.what + "\n";
  return text + finding.testee_output;
}

std::string test_name(std::string_view text) {
  std::string name;
  for (char const c : text) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

std::vector<Case const*> cases_without_process() {
  std::vector<Case const*> cases = daemon_suite().cases;
  std::erase_if(cases, [](Case const* one) { return one->ground.process; });
  return cases;
}

class EveryDaemonCase : public testing::TestWithParam<Case const*> {};

TEST_P(EveryDaemonCase, PassesADaemonWithoutDefects) {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    Finding const finding = finding_of(GetParam(), {}, Seed{seed});
    EXPECT_EQ(finding.verdict, Verdict::pass) << "seed " << seed << "\n" << explain(finding);
  }
}

INSTANTIATE_TEST_SUITE_P(Daemon, EveryDaemonCase, testing::ValuesIn(cases_without_process()),
                         [](auto const& test) { return test_name(test.param->id()); });

class EveryDaemonProof : public testing::TestWithParam<DaemonProof> {};

TEST_P(EveryDaemonProof, FailsADaemonThatIsWrong) {
  Case const* const one = find_case(GetParam().case_id);
  ASSERT_NE(one, nullptr) << "there is no case " << GetParam().case_id;
  Finding const finding = finding_of(one, GetParam().wrong);
  EXPECT_EQ(finding.verdict, Verdict::fail) << explain(finding);
}

INSTANTIATE_TEST_SUITE_P(Daemon, EveryDaemonProof, testing::ValuesIn(daemon_proofs),
                         [](auto const& test) {
                           return test_name(test.param.case_id) + "_" + std::to_string(test.index);
                         });

/// With that defect of the daemon, of its sessions or of its tasks.
TesteeFactory with_defect(std::string_view name) {
  Settings settings;
  moor::tasks::Settings tasks;
  auto const of_daemon = moor::find_defect<Defect>(moor::daemon::daemon_defects(), name);
  auto const of_sessions =
      moor::find_defect<moor::sessions::Defect>(moor::sessions::session_defects(), name);
  auto const of_tasks = moor::find_defect<moor::tasks::Defect>(moor::tasks::task_defects(), name);
  if (of_daemon) settings.defects.add(*of_daemon);
  if (of_sessions) settings.sessions.defects.add(*of_sessions);
  if (of_tasks) tasks.defects.add(*of_tasks);
  EXPECT_TRUE(name.empty() || of_daemon || of_sessions || of_tasks) << "no defect " << name;
  return virtual_daemon(settings, tasks);
}

class EveryClientProof : public testing::TestWithParam<ClientProof> {};

TEST_P(EveryClientProof, FailsADaemonThatIsWrong) {
  Case const* const one = find_case(GetParam().case_id);
  ASSERT_NE(one, nullptr) << "there is no case " << GetParam().case_id;
  Finding const finding =
      judge_machines({one}, spoiled(with_defect(GetParam().defect), GetParam().spoil),
                     daemon_suite().placeholders, Seed{1}, Links::secure)
          .front()
          .finding;
  EXPECT_EQ(finding.verdict, Verdict::fail)
      << GetParam().defect << words_of(GetParam().spoil) << "\n"
      << explain(finding);
}

INSTANTIATE_TEST_SUITE_P(Daemon, EveryClientProof, testing::ValuesIn(client_proofs),
                         [](auto const& test) {
                           return test_name(test.param.case_id) + "_" + std::to_string(test.index);
                         });

TEST(DaemonSelfProof, EveryCaseWithoutProcessIsProven) {
  std::set<std::string_view> proven(std::begin(unprovable), std::end(unprovable));
  for (DaemonProof const& proof : daemon_proofs) proven.insert(proof.case_id);
  for (ClientProof const& proof : client_proofs) proven.insert(proof.case_id);
  for (Case const* one : cases_without_process()) {
    EXPECT_TRUE(proven.contains(one->id())) << one->id() << " has no proof";
  }
}

TEST(DaemonSelfProof, ADaemonThatTakesItsSigningKeysAtItsStartOnlyIsNotWrong) {
  auto const verdict_of = [](std::string_view id) {
    Case const* const one = find_case(id);
    auto const daemon = with_signing_keys_of_its_start(virtual_daemon(settings_for(*one)));
    return judge_machines({one}, daemon, daemon_suite().placeholders, Seed{1}, Links::secure)
        .front()
        .finding.verdict;
  };
  EXPECT_EQ(verdict_of("token.rotation.new-key"), Verdict::pass);
  EXPECT_EQ(verdict_of("token.rotation.previous"), Verdict::skip);
}

TEST(DaemonSelfProof, CaseIdsAreUnique) {
  std::set<std::string> ids;
  for (Case const* one : daemon_suite().cases) {
    EXPECT_TRUE(ids.insert(one->id()).second) << one->id();
  }
}

TEST(DaemonSelfProof, EveryRequirementHasACase) {
  for (Requirement const& requirement : daemon_suite().requirements) {
    bool const has_case =
        std::any_of(daemon_suite().cases.begin(), daemon_suite().cases.end(),
                    [&](Case const* one) { return &one->requirement == &requirement; });
    EXPECT_TRUE(has_case) << requirement.id;
  }
}

}  // namespace
}  // namespace drydock::conformance
