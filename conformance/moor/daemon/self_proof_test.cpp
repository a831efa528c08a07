#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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

/// What is wrong with a daemon: a defect by name, a spoil, or a setting.
struct Wrong {
  std::string_view defect = {};
  Spoil spoil = Spoil::none;
  Duration leeway = 0s;
  Duration silence_max = 0s;  // The usual.
};

struct Proof {
  std::string_view case_id;
  Wrong wrong;
};

constexpr Proof proofs[] = {
    {"daemon.reply.one-frame", {.spoil = Spoil::extra_reply_frame}},
    {"daemon.attach.attached", {.spoil = Spoil::attached_as_ack}},
    {"daemon.pong.acknowledged", {.spoil = Spoil::ack_as_attached}},
    {"daemon.pong.attaches", {.spoil = Spoil::attached_as_ack}},
    {"daemon.detach.acknowledged", {.spoil = Spoil::ack_as_attached}},
    {"daemon.answer.unknown-request", {.spoil = Spoil::unknown_request_as_ack}},
    {"daemon.answer.not-registered", {.spoil = Spoil::not_registered_as_ack}},
    {"daemon.id.in-body", {"body-id-ignored"}},
    {"daemon.identity.connections", {.spoil = Spoil::ack_as_attached}},
    {"daemon.identity.owner", {"owner-not-compared"}},
    {"daemon.frames.count", {.spoil = Spoil::rejected_as_ack}},
    {"daemon.retired.three-frames", {.spoil = Spoil::rejected_as_ack}},
    {"daemon.payload.unopenable", {.spoil = Spoil::rejected_as_ack}},
    {"daemon.frames.id-length", {.spoil = Spoil::invalid_as_ack}},
    {"daemon.payload.union", {.spoil = Spoil::invalid_as_ack}},
    {"daemon.payload.field/worker-type", {.spoil = Spoil::invalid_as_ack}},
    {"daemon.payload.field/request-id", {.spoil = Spoil::invalid_as_ack}},
    {"daemon.payload.field/result", {.spoil = Spoil::invalid_as_ack}},
    {"daemon.payload.field/error", {.spoil = Spoil::invalid_as_ack}},
    {"daemon.value.depth/100", {.spoil = Spoil::unknown_request_as_ack}},
    {"daemon.value.depth/bottomless", {.spoil = Spoil::invalid_as_ack}},
    {"daemon.value.depth/shared", {.spoil = Spoil::invalid_as_ack}},
    {"daemon.malformed.survived/mutated", {.spoil = Spoil::gives_up_on_garbage}},
    {"daemon.message.too-large", {.spoil = Spoil::rejected_as_ack}},
    {"daemon.ping.period/nobody", {"no-pings"}},
    {"daemon.ping.period/attached", {"no-pings"}},
    {"daemon.dispatch.frames", {.spoil = Spoil::extra_broadcast_frame}},
    {"daemon.please-die.none", {.spoil = Spoil::please_die}},
    {"daemon.expiry.not-before", {.silence_max = 5s}},
    {"daemon.expiry.after-silence", {"expires-nobody"}},
    {"daemon.expiry.lost-pongs", {"expiry-after-two-pings"}},
    {"daemon.stop.prompt", {.spoil = Spoil::never_stops}},
    {"daemon.stop.prompt/bare", {.spoil = Spoil::never_stops}},
    {"daemon.restart.readopts", {.spoil = Spoil::attached_as_ack}},
    {"daemon.load.idle-peers", {.spoil = Spoil::gives_up_on_garbage}},
    {"enrollment.success.at-once", {"admits-at-restart"}},
    {"enrollment.token.rotated", {"token-read-once"}},
    {"enrollment.token.old-hosts", {"rotation-drops-hosts"}},
    {"enrollment.token.trimmed", {"token-not-trimmed"}},
    {"enrollment.token.missing", {"empty-token-admits"}},
    {"enrollment.token.empty", {"empty-token-admits"}},
    {"enrollment.answer.one-frame", {"silent-enrollment"}},
    {"enrollment.success.members", {"no-enrollment"}},
    {"enrollment.failure.members", {"leaks-on-failure"}},
    {"enrollment.failure.text/missing", {"wrong-error-text"}},
    {"enrollment.failure.text/wrong", {"wrong-error-text"}},
    {"enrollment.checks.order", {"token-before-key-length"}},
    {"enrollment.key.alphabet", {"key-not-checked"}},
    {"enrollment.refused.nothing-stored", {"stores-refused"}},
    {"enrollment.frames.one", {"first-frame-enrolls"}},
    {"enrollment.label.form/controls", {"control-characters-admitted"}},
    {"enrollment.label.form/long", {"control-characters-admitted"}},
    {"enrollment.key.same-uuid", {"new-uuid-each-time"}},
    {"enrollment.attempts.limited/slowed", {.spoil = Spoil::no_attempt_limit}},
    {"enrollment.attempts.limited/others", {.spoil = Spoil::locks_out}},
    {"enrollment.log.secrets", {"logs-tokens"}},
    {"security.tcp.curve", {"no-curve-on-tcp"}},
    {"security.keys.allowed-only", {"admits-any-key"}},
    {"security.keys.allowed-only", {"zap-absent-admits-all"}},
    {"security.authenticator.absent", {"zap-absent-admits-all"}},
    {"security.enrollment.offered", {"no-enrollment"}},
    {"security.start.no-gap", {"admits-any-key"}},
    {"security.ipc.plain/control", {.spoil = Spoil::curve_on_ipc}},
    {"security.ipc.plain/dispatch", {.spoil = Spoil::curve_on_ipc}},
    {"security.removed.barred", {"stays-admitted"}},
    {"security.removed.ended", {"stays-admitted"}},
    {"security.keys.pair/no-public", {"half-pair-regenerated"}},
    {"security.keys.pair/no-secret", {"half-pair-regenerated"}},
    {"security.keys.pair/mismatch", {"half-pair-regenerated"}},
    {"security.secrets.shown", {.spoil = Spoil::prints_secret_key}},
    {"token.broadcast.none", {.spoil = Spoil::broadcasts_tokens}},
    {"token.keys.pem", {.spoil = Spoil::own_signing_keys}},
    {"token.keys.pair", {.spoil = Spoil::own_signing_keys}},
    {"token.fields.ignored", {.spoil = Spoil::refuses_unknown_fields}},
    {"token.retired.refused", {.spoil = Spoil::rejected_as_ack}},
    {"token.time.expired", {.leeway = 120s}},
    {"token.time.expired/moment", {"cache-outlives-expiry"}},
    {"token.time.early", {"nbf-ignored"}},
    {"token.cache.expiry", {"cache-outlives-expiry"}},
    {"token.refused.named", {.spoil = Spoil::one_reason}},
    {"token.refused.no-effect/attach", {"refused-message-takes-effect"}},
    {"token.refused.no-effect/detach", {"refused-message-takes-effect"}},
    {"token.expired.pending", {.spoil = Spoil::forgets_workers}},
    {"token.renewal.same-id", {"renewal-keeps-old-id-wrong"}},
    {"token.renewal.refused/bad", {.leeway = 120s}},
    {"token.renewal.refused/late", {.leeway = 120s}},
    {"token.rotation.previous", {"rotation-forgets-previous"}},
    {"token.log.none", {.spoil = Spoil::prints_worker_tokens}},
    {"token.retired.strict", {.spoil = Spoil::rejected_as_ack}},
};

// What no machine between sockets and daemon can do wrong, since it never hears of it: libzmq drops
// a message without a delimiter itself.
constexpr std::string_view unprovable[] = {"daemon.malformed.survived/bare"};

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

Finding finding_of(Case const* one, Wrong const& wrong = {}, Seed seed = Seed{1}) {
  Settings settings;
  settings.strict = is_for_strict(*one);
  settings.worker_token_lifetime = 3s;
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

class EveryDaemonProof : public testing::TestWithParam<Proof> {};

TEST_P(EveryDaemonProof, FailsADaemonThatIsWrong) {
  Case const* const one = find_case(GetParam().case_id);
  ASSERT_NE(one, nullptr) << "there is no case " << GetParam().case_id;
  Finding const finding = finding_of(one, GetParam().wrong);
  EXPECT_EQ(finding.verdict, Verdict::fail) << explain(finding);
}

INSTANTIATE_TEST_SUITE_P(Daemon, EveryDaemonProof, testing::ValuesIn(proofs), [](auto const& test) {
  return test_name(test.param.case_id) + "_" + std::to_string(test.index);
});

TEST(DaemonSelfProof, EveryCaseWithoutProcessIsProven) {
  std::set<std::string_view> proven(std::begin(unprovable), std::end(unprovable));
  for (Proof const& proof : proofs) proven.insert(proof.case_id);
  for (Case const* one : cases_without_process()) {
    EXPECT_TRUE(proven.contains(one->id())) << one->id() << " has no proof";
  }
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
