#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/moor/suite.hpp"
#include "conformance/moor/virtual_worker.hpp"
#include "conformance/moor/worker_proofs.hpp"
#include "reference/moor/worker/defects.hpp"

// The suite proves itself on our own worker: every case passes a worker without defects, and fails
// one with the defect below. A case that no defect can fail is not a case; a defect that no case
// catches is a hole.

namespace drydock::conformance {
namespace {

using moor::worker::Defect;
using moor::worker::Defects;
using moor::worker::worker_defects;

Case const* find_case(std::string_view id) {
  auto const& cases = worker_suite().cases;
  auto const found =
      std::find_if(cases.begin(), cases.end(), [&](Case const* one) { return one->id() == id; });
  return found == cases.end() ? nullptr : *found;
}

/// On the ground that the case needs, unless it is to be a firmer one.
Finding finding_of(Case const* one, Defects const& defects, Seed seed = Seed{1},
                   Links links = Links::plain) {
  using WorkerProfile = moor::worker::Profile;
  VirtualJudging judging{.defects = defects, .links = links, .seed = seed};
  if (one->ground.secure) judging.links = Links::secure;
  if (one->requirement.profile == Profile::strict) judging.profile = WorkerProfile::strict;
  return judge_virtual_worker({one}, judging).front().finding;
}

std::vector<Case const*> cases_without_process() {
  std::vector<Case const*> cases = worker_suite().cases;
  std::erase_if(cases, [](Case const* one) { return one->ground.process; });
  return cases;
}

std::vector<Proof> proofs_without_process() {
  std::vector<Proof> proofs{std::begin(worker_proofs), std::end(worker_proofs)};
  std::erase_if(proofs, [](Proof const& one) {
    Case const* const proven = find_case(one.case_id);
    return proven != nullptr && proven->ground.process;
  });
  return proofs;
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

class EveryCase : public testing::TestWithParam<Case const*> {};

TEST_P(EveryCase, PassesAWorkerWithoutDefects) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Finding const finding = finding_of(GetParam(), {}, Seed{seed});
    EXPECT_EQ(finding.verdict, Verdict::pass) << "seed " << seed << "\n" << explain(finding);
  }
}

TEST_P(EveryCase, PassesAWorkerWithoutDefectsOverCurve) {
  Finding const finding = finding_of(GetParam(), {}, Seed{4}, Links::secure);
  EXPECT_EQ(finding.verdict, Verdict::pass) << explain(finding);
}

INSTANTIATE_TEST_SUITE_P(Worker, EveryCase, testing::ValuesIn(cases_without_process()),
                         [](auto const& test) { return test_name(test.param->id()); });

class EveryProof : public testing::TestWithParam<Proof> {};

TEST_P(EveryProof, FailsAWorkerWithItsDefect) {
  Case const* const one = find_case(GetParam().case_id);
  ASSERT_NE(one, nullptr) << "there is no case " << GetParam().case_id;
  auto const defect = moor::find_defect<Defect>(worker_defects(), GetParam().defect);
  ASSERT_TRUE(defect) << defect.error().message;
  Finding const finding = finding_of(one, {*defect});
  EXPECT_EQ(finding.verdict, Verdict::fail) << explain(finding);
  EXPECT_FALSE(finding.expected.empty());
  EXPECT_FALSE(finding.came.empty());
}

INSTANTIATE_TEST_SUITE_P(Worker, EveryProof, testing::ValuesIn(proofs_without_process()),
                         [](auto const& test) {
                           return test_name(test.param.case_id) + "_by_" +
                                  test_name(test.param.defect);
                         });

TEST(SelfProof, EveryCaseIsFailedBySomeDefect) {
  std::set<std::string_view> proven;
  for (Proof const& proof : worker_proofs) proven.insert(proof.case_id);
  for (Case const* one : worker_suite().cases) {
    EXPECT_TRUE(proven.contains(one->id())) << one->id() << " has no defect";
  }
}

TEST(SelfProof, EveryDefectIsCaughtBySomeCase) {
  std::set<std::string_view> caught;
  for (Proof const& proof : worker_proofs) caught.insert(proof.defect);
  for (auto const& defect : worker_defects()) {
    EXPECT_TRUE(caught.contains(defect.name)) << defect.name << " is caught by no case";
  }
}

TEST(SelfProof, CaseIdsAreUnique) {
  std::set<std::string> ids;
  for (Case const* one : worker_suite().cases) {
    EXPECT_TRUE(ids.insert(one->id()).second) << one->id();
  }
}

/// `worker.request.any-order` allows and forbids nothing: judges accept any order.
TEST(SelfProof, EveryRequirementButTheOneThatForbidsNothingHasACase) {
  for (Requirement const& requirement : worker_suite().requirements) {
    bool const has_case =
        std::any_of(worker_suite().cases.begin(), worker_suite().cases.end(),
                    [&](Case const* one) { return &one->requirement == &requirement; });
    EXPECT_EQ(has_case, requirement.level != Level::may) << requirement.id;
  }
}

TEST(SelfProof, AFailureSaysTheSameWhateverTheSeed) {
  Case const* const one = find_case("worker.ping.one-pong");
  std::string const message = finding_of(one, {Defect::double_pong}, Seed{1}).message();
  EXPECT_EQ(message, "expected one WorkerPong to a ping; came more than one");
  EXPECT_EQ(finding_of(one, {Defect::double_pong}, Seed{2}).message(), message);
}

}  // namespace
}  // namespace drydock::conformance
