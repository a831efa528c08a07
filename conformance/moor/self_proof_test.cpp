#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "conformance/moor/suite.hpp"
#include "conformance/moor/virtual_worker.hpp"

// The suite proves itself on our own worker: every case passes a worker without defects, and fails
// one with the defect below. A case that no defect can fail is not a case; a defect that no case
// catches is a hole.

namespace drydock::conformance {
namespace {

using moor::worker::Defect;
using moor::worker::Defects;
using moor::worker::worker_defects;

struct Proof {
  std::string_view case_id;
  std::string_view defect;
};

constexpr Proof proofs[] = {
    {"worker.frames.two", "extra-frame"},
    {"worker.payload.root", "size-prefix"},
    {"worker.id.constant", "changing-id"},
    {"worker.id.unique", "fixed-id"},
    {"worker.id.fresh", "fixed-id"},
    {"worker.attach.first", "pong-before-attach"},
    {"worker.attach.subscribed", "attach-before-subscribe"},
    {"worker.dispatch.topic", "wrong-topic"},
    {"worker.attach.refused/rejected", "rejected-is-attached"},
    {"worker.attach.refused/auth-failed", "rejected-is-attached"},
    {"worker.attach.refused/invalid-payload", "rejected-is-attached"},
    {"worker.attach.retry", "gives-up-silently"},
    {"worker.retry.jitter", "no-jitter"},
    {"worker.ping.one-pong", "double-pong"},
    {"worker.ping.while-busy", "blocks-while-working"},
    {"worker.ping.reattached", "reattached-is-fatal"},
    {"worker.request.one-answer", "answers-twice"},
    {"worker.request.one-answer", "loses-answers"},
    {"worker.request.many/instant", "loses-answers"},
    {"worker.request.many/slow", "drops-excess"},
    {"worker.request.others", "answers-for-others"},
    {"worker.request.failure", "silent-on-failure"},
    {"worker.request.perms", "changes-perms"},
    {"worker.request.repeat-running", "repeats-work"},
    {"worker.request.repeat-finished", "repeats-work"},
    {"worker.value.every-type/plain", "drops-types"},
    {"worker.value.every-type/nested", "drops-types"},
    {"worker.value.every-type/empty", "drops-types"},
    {"worker.value.every-type/extreme", "drops-types"},
    {"worker.value.depth", "shallow-nesting"},
    {"worker.request.undecodable/lambda", "silent-on-undecodable"},
    {"worker.request.undecodable/unknown-type", "silent-on-undecodable"},
    {"worker.request.undecodable/bottomless", "silent-on-undecodable"},
    {"worker.request.no-id/missing", "answers-without-id"},
    {"worker.request.no-id/short", "answers-without-id"},
    {"worker.request.too-large", "dies-on-large-request"},
    {"worker.timeout.none", "default-timeout"},
    {"worker.timeout.kept", "ignores-timeout"},
    {"worker.timeout.silence-after", "answers-after-timeout"},
    {"worker.reply.not-registered", "ignores-not-registered"},
    {"worker.reply.unknown-request", "resends-unknown"},
    {"worker.reply.invalid-payload", "ignores-invalid-payload"},
    {"worker.broadcast.malformed/one-frame", "dies-on-bad-broadcast"},
    {"worker.broadcast.malformed/three-frames", "dies-on-bad-broadcast"},
    {"worker.broadcast.malformed/empty", "dies-on-bad-broadcast"},
    {"worker.broadcast.malformed/random", "dies-on-bad-broadcast"},
    {"worker.broadcast.malformed/cut", "dies-on-bad-broadcast"},
    {"worker.broadcast.malformed/longer-topic", "dies-on-bad-broadcast"},
    {"worker.broadcast.unknown/missing", "dies-on-unknown-message"},
    {"worker.broadcast.unknown/tag-0", "dies-on-unknown-message"},
    {"worker.broadcast.unknown/tag-200", "dies-on-unknown-message"},
    {"worker.exchange.bounded", "waits-for-ever"},
    {"worker.exchange.late-reply", "late-reply-confusion"},
    {"worker.stop.please-die/own", "ignores-please-die"},
    {"worker.stop.please-die/foreign", "obeys-any-please-die"},
    {"worker.stop.orderly/sigterm", "no-detach"},
    {"worker.stop.orderly/sigint", "no-detach"},
    {"worker.stop.orderly/please-die", "no-detach"},
    {"worker.stop.orderly/sigterm-busy", "abandons-jobs"},
    {"worker.stop.orderly/sigint-busy", "abandons-jobs"},
    {"worker.stop.orderly/please-die-busy", "abandons-jobs"},
    {"worker.stop.silence-after", "talks-after-detach"},
    {"worker.daemon.restart", "no-reconnect"},
    {"worker.daemon.absent", "exits-without-daemon"},
    {"worker.daemon.answer-kept", "drops-answers-when-away"},
    {"worker.daemon.silent", "ignores-silence"},
    {"worker.log.secrets", "logs-arguments"},
};

Case const* find_case(std::string_view id) {
  auto const& cases = worker_suite().cases;
  auto const found =
      std::find_if(cases.begin(), cases.end(), [&](Case const* one) { return one->id() == id; });
  return found == cases.end() ? nullptr : *found;
}

Finding finding_of(Case const* one, Defects const& defects, Seed seed = Seed{1}) {
  return judge_virtual_worker({one}, defects, seed).front().finding;
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

INSTANTIATE_TEST_SUITE_P(Worker, EveryCase, testing::ValuesIn(worker_suite().cases),
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

INSTANTIATE_TEST_SUITE_P(Worker, EveryProof, testing::ValuesIn(proofs), [](auto const& test) {
  return test_name(test.param.case_id) + "_by_" + test_name(test.param.defect);
});

TEST(SelfProof, EveryCaseIsFailedBySomeDefect) {
  std::set<std::string_view> proven;
  for (Proof const& proof : proofs) proven.insert(proof.case_id);
  for (Case const* one : worker_suite().cases) {
    EXPECT_TRUE(proven.contains(one->id())) << one->id() << " has no defect";
  }
}

/// Defects that show only where the worker enrolls, holds a token or speaks CURVE: not in virtual
/// time, where it does none of it.
constexpr std::string_view beyond_us[] = {"gives-up-when-refused",
                                          "renews-too-late",
                                          "never-renews",
                                          "repeats-without-end",
                                          "renewal-new-id",
                                          "token-for-everyone",
                                          "logs-token",
                                          "enrolls-each-start",
                                          "ignores-missing-keys",
                                          "loose-key-file",
                                          "no-enrollment-deadline",
                                          "retries-refusal",
                                          "takes-bad-identity",
                                          "token-from-default-first",
                                          "ignores-pin",
                                          "key-file-ini",
                                          "never-curve",
                                          "falls-back-to-plain",
                                          "any-server-key"};

TEST(SelfProof, EveryDefectIsCaughtBySomeCase) {
  std::set<std::string_view> caught(std::begin(beyond_us), std::end(beyond_us));
  for (Proof const& proof : proofs) caught.insert(proof.defect);
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
