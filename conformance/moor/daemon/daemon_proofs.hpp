#pragma once

#include <chrono>
#include <string_view>

#include "conformance/moor/daemon/spoiled_daemon.hpp"
#include "reference/core/time.hpp"

// Every case fails a daemon that is wrong in the way that stands beside it here. Those that need no
// process are proven in self_proof_test.cpp, in virtual time, the others in process_proof_test.cpp.

namespace drydock::conformance {

/// What is wrong with a daemon: a defect by name, a spoil, or a setting.
struct Wrong {
  std::string_view defect = {};
  Spoil spoil = Spoil::none;
  Duration leeway = Duration::zero();
  Duration silence_max = Duration::zero();  // The usual.
};

struct DaemonProof {
  std::string_view case_id;
  Wrong wrong;
};

inline constexpr DaemonProof daemon_proofs[] = {
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
    {"daemon.expiry.not-before", {.silence_max = std::chrono::seconds{5}}},
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
    {"token.time.expired", {.leeway = std::chrono::seconds{120}}},
    {"token.time.expired/moment", {"cache-outlives-expiry"}},
    {"token.time.early", {"nbf-ignored"}},
    {"token.cache.expiry", {"cache-outlives-expiry"}},
    {"token.cache.holder", {"client-id-not-compared"}},
    {"token.refused.named", {.spoil = Spoil::one_reason}},
    {"token.refused.no-effect/attach", {"refused-message-takes-effect"}},
    {"token.refused.no-effect/detach", {"refused-message-takes-effect"}},
    {"token.expired.pending", {.spoil = Spoil::forgets_workers}},
    {"token.renewal.same-id", {"renewal-keeps-old-id-wrong"}},
    {"token.renewal.refused/bad", {.leeway = std::chrono::seconds{120}}},
    {"token.renewal.refused/late", {.leeway = std::chrono::seconds{120}}},
    {"token.rotation.previous", {"rotation-forgets-previous"}},
    {"token.rotation.new-key", {"old-key-still-signs"}},
    {"token.rotation.new-key", {.spoil = Spoil::own_signing_keys}},
    {"token.log.none", {.spoil = Spoil::prints_worker_tokens}},
    {"token.retired.strict", {.spoil = Spoil::rejected_as_ack}},
};

/// Proofs of the cases that need a process: it is started with a defect, or `how` it goes wrong.
struct DaemonProcessProof {
  std::string_view case_id;
  std::string_view defect;
  std::string_view how = {};
};

inline constexpr DaemonProcessProof daemon_process_proofs[] = {
    {"daemon.bind.taken/control", {}, "runs on without its endpoint"},
    {"daemon.bind.taken/dispatch", {}, "runs on without its endpoint"},
    {"enrollment.files.modes", "loose-modes"},
    {"enrollment.files.modes-at-once", "loose-modes"},
    {"enrollment.files.atomic/enrollment", "torn-writes"},
    {"enrollment.files.atomic/first-start", "torn-writes"},
    {"security.ipc.modes", "loose-sockets"},
    {"token.keys.mode", "loose-signing-key"},
};

// What no machine between sockets and daemon can do wrong, since it never hears of it: libzmq drops
// a message without a delimiter itself.
inline constexpr std::string_view unprovable[] = {"daemon.malformed.survived/bare"};

}  // namespace drydock::conformance
