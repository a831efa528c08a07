#pragma once

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "conformance/judge/requirement.hpp"
#include "conformance/moor/daemon/client_requirements.hpp"

namespace drydock::conformance::daemon {

/// What the protocol asks of a daemon and a lone worker can see: the rows DW, EN, TS and TK of the
/// workers' specification, chapter 11, and ST of the tokens'. A row that asks for two things of
/// different weight is two requirements. Rows that only the ZAP handler itself shows (TS-05 to
/// TS-09) stand in reference/machine/zap_test.cpp.
inline constexpr Requirement worker_requirements[] = {
    // Control and dispatch sockets.
    {"daemon.reply.one-frame", Level::must, Profile::compatible,
     "Each control message is answered with one frame, a DaemonToWorkerReply.", "DW-01"},
    {"daemon.frames.count", Level::must, Profile::compatible,
     "A message of other than two frames is answered with WorkerRejected.", "DW-02"},
    {"daemon.payload.unopenable", Level::must, Profile::compatible,
     "An empty or unopenable payload is answered with WorkerRejected.", "DW-03"},
    {"daemon.frames.id-length", Level::must, Profile::compatible,
     "A first frame of other than 16 bytes is answered with WorkerInvalidPayload.", "DW-04"},
    {"daemon.payload.union", Level::must, Profile::compatible,
     "A missing or unknown message union is answered with WorkerInvalidPayload.", "DW-05"},
    {"daemon.payload.field", Level::must, Profile::compatible,
     "A field that is missing or unreadable is answered with an error, and has no effect.",
     "2.5 rows 6 to 10"},
    {"daemon.malformed.survived", Level::must, Profile::compatible,
     "After any malformed message all workers are still served.", "DW-06"},
    {"daemon.stop.prompt", Level::must, Profile::robust,
     "A daemon that is told to stop ends within 5 s, also after a message without a delimiter.",
     "DW-07"},
    {"daemon.attach.attached", Level::must, Profile::compatible,
     "An attach is answered with WorkerAttached and the worker's id.", "DW-08"},
    {"daemon.pong.acknowledged", Level::must, Profile::compatible,
     "The pong of a live worker is answered with WorkerAck.", "DW-10"},
    {"daemon.pong.attaches", Level::must, Profile::compatible,
     "The pong of an unknown id is answered with WorkerAttached.", "DW-11"},
    {"daemon.detach.acknowledged", Level::must, Profile::compatible,
     "A detach is answered with WorkerAck, whether the id is known or not.", "DW-12"},
    {"daemon.value.depth", Level::must, Profile::robust,
     "Results nested 100 deep are read; what is too deep or too large is refused at once.",
     "DW-14"},
    {"daemon.ping.period", Level::must, Profile::compatible,
     "PingWorkers is published at least every 6 s, whether anybody is attached or not.", "DW-15"},
    {"daemon.dispatch.frames", Level::must, Profile::compatible,
     "Broadcasts are two frames, the first exactly `workers`.", "DW-16"},
    {"daemon.expiry.not-before", Level::must, Profile::compatible,
     "A worker whose last pong is 10 s old or less is not expired.", "DW-17"},
    {"daemon.expiry.after-silence", Level::must, Profile::compatible,
     "A worker that is silent for longer than the daemon's limit, which is 30 s at most, expires.",
     "DW-18"},
    {"daemon.expiry.lost-pongs", Level::should, Profile::robust,
     "Two lost pongs in a row do not expire a worker.", "DW-19"},
    {"daemon.answer.unknown-request", Level::must, Profile::compatible,
     "A result or error for a request that is not pending is answered with WorkerUnknownRequest "
     "and the request's id.",
     "DW-26"},
    {"daemon.answer.not-registered", Level::must, Profile::compatible,
     "A result or error of an unknown worker is answered with WorkerNotRegistered and its id.",
     "DW-28"},
    {"daemon.id.in-body", Level::must, Profile::robust,
     "A worker_id in the body that differs from the first frame is refused, and has no effect.",
     "DW-38"},
    {"daemon.identity.owner", Level::must, Profile::robust,
     "Another identity's message for a live worker's id is refused with WorkerAuthFailed.",
     "DW-40"},
    {"daemon.identity.connections", Level::must, Profile::compatible,
     "Messages of a worker are accepted from several connections of one identity.", "DW-41"},
    {"daemon.load.idle-peers", Level::must, Profile::robust,
     "A daemon answers within 1 s while 100 others hold idle connections or send garbage.",
     "DW-42"},
    {"daemon.restart.readopts", Level::must, Profile::compatible,
     "After a restart a daemon takes workers back at their pongs.", "DW-43"},
    {"daemon.bind.taken", Level::must, Profile::robust,
     "A daemon that cannot bind an endpoint of the workers' does not run.", "DW-45"},
    {"daemon.please-die.none", Level::must, Profile::robust,
     "No PleaseDie is published for a worker that should keep working.", "DW-48"},
    {"daemon.message.too-large", Level::must, Profile::robust,
     "A message above the daemon's limit is refused or ends its connection, and does no harm.",
     "DW-49"},
    {"daemon.retired.three-frames", Level::must, Profile::compatible,
     "A three-frame message of the retired dialect is answered with WorkerRejected.", "DW-50"},

    // Enrollment.
    {"enrollment.answer.one-frame", Level::must, Profile::compatible,
     "Each enrollment request is answered with one frame, an EnrollmentResponse.", "EN-01"},
    {"enrollment.success.members", Level::must, Profile::compatible,
     "A success has a UUID of version 4 and the daemon's key in 40 characters, and no error.",
     "EN-02"},
    {"enrollment.failure.members", Level::must, Profile::compatible,
     "A failure has an error, and neither UUID nor key.", "EN-03"},
    {"enrollment.failure.text", Level::must, Profile::compatible,
     "Missing members, a key's length and a wrong token have the texts of the specification.",
     "EN-04"},
    {"enrollment.checks.order", Level::must, Profile::compatible,
     "The checks have the order of the specification: the key's length comes before the token.",
     "EN-05"},
    {"enrollment.key.alphabet", Level::must, Profile::robust,
     "A key that is not Z85 of 32 bytes is refused.", "EN-06"},
    {"enrollment.refused.nothing-stored", Level::must, Profile::compatible,
     "A refused request stores nothing.", "EN-07"},
    {"enrollment.success.at-once", Level::must, Profile::compatible,
     "A newly enrolled key is admitted at once.", "EN-08"},
    {"enrollment.token.rotated", Level::must, Profile::compatible,
     "A changed token file counts from the next request on, and the old token is refused.",
     "EN-09"},
    {"enrollment.token.old-hosts", Level::must, Profile::compatible,
     "A rotation does not affect keys that are enrolled already.", "EN-10"},
    {"enrollment.token.trimmed", Level::must, Profile::compatible,
     "White space around the token in its file does not count.", "EN-11"},
    {"enrollment.token.missing", Level::must, Profile::compatible,
     "While the token file is missing nobody is enrolled.", "EN-12"},
    {"enrollment.token.empty", Level::must, Profile::robust,
     "While the token file is empty nobody is enrolled.", "EN-12"},
    {"enrollment.frames.one", Level::must, Profile::robust,
     "A request of several frames is refused, and enrolls nobody.", "EN-13"},
    {"enrollment.label.form", Level::must, Profile::robust,
     "Service types and hostnames with control characters, or of over 255 bytes, are refused.",
     "EN-14"},
    {"enrollment.files.modes", Level::must, Profile::compatible,
     "Allowed hosts, token and secret key are files of mode 0600, the hosts' in a directory of "
     "0700.",
     "EN-15"},
    {"enrollment.files.modes-at-once", Level::must, Profile::robust,
     "These files have their modes from the moment they exist, whatever the umask.", "EN-15"},
    {"enrollment.files.atomic", Level::must, Profile::robust,
     "Key, token and allowed-host files are whole whenever they can be seen, also after a crash.",
     "EN-16"},
    {"enrollment.key.same-uuid", Level::should, Profile::robust,
     "A key that is enrolled already gets the UUID that it has.", "EN-17"},
    {"enrollment.log.secrets", Level::must, Profile::robust,
     "Tokens and secret keys are not in the output.", "EN-18"},
    {"enrollment.attempts.limited", Level::should, Profile::robust,
     "Failed attempts are slowed down or stopped.", "EN-19"},

    // CURVE.
    {"security.tcp.curve", Level::must, Profile::compatible,
     "A client without CURVE gets nothing on a tcp endpoint.", "TS-01"},
    {"security.keys.allowed-only", Level::must, Profile::compatible,
     "Only allowed keys are admitted, on both sockets.", "TS-02"},
    {"security.authenticator.absent", Level::must, Profile::robust,
     "Nobody is admitted where the hosts' endpoints are ipc and only the workers' are tcp.",
     "TS-03"},
    {"security.enrollment.offered", Level::must, Profile::robust,
     "Enrollment is offered where any endpoint requires CURVE.", "TS-04"},
    {"security.start.no-gap", Level::must, Profile::compatible,
     "At no moment of its start does a daemon admit a key that is not allowed.", "TS-10"},
    {"security.ipc.plain", Level::must, Profile::robust,
     "An ipc endpoint works without keys, also beside a tcp one.", "TS-11"},
    {"security.removed.barred", Level::must, Profile::robust,
     "Within 60 s of its file's removal a key is not admitted any more.", "TS-16"},
    {"security.removed.ended", Level::should, Profile::robust,
     "Within 60 s of its file's removal a key's open connections are of no use.", "TS-16"},
    {"security.keys.pair", Level::must, Profile::robust,
     "A daemon does not run with half a key pair, or with halves that do not match.", "TS-17"},
    {"security.ipc.modes", Level::should, Profile::robust,
     "The files of ipc sockets are for their owner only, whatever the umask.", "TS-18"},
    {"security.secrets.shown", Level::must, Profile::compatible,
     "Secret keys are not in output, error replies, arguments or environment.", "TS-19"},

    // Tokens.
    {"token.keys.pem", Level::must, Profile::compatible,
     "Signing keys are read as PKCS#8 and SubjectPublicKeyInfo PEM.", "TK-09"},
    {"token.keys.pair", Level::must, Profile::robust,
     "A daemon does not run with signing keys that do not belong together.", "TK-10"},
    {"token.keys.mode", Level::must, Profile::robust,
     "A signing key that a daemon makes has mode 0600.", "TK-11"},
    {"token.broadcast.none", Level::must, Profile::compatible,
     "No credentials of a worker are in broadcasts.", "TK-13"},
    {"token.retired.refused", Level::must, Profile::robust,
     "Retired tokens are not accepted in the place of current ones.", "TK-14"},

    // Strict: tokens that expire.
    {"token.time.expired", Level::must, Profile::strict, "An expired token is refused.", "ST-01"},
    {"token.time.early", Level::must, Profile::strict, "A token that is not valid yet is refused.",
     "ST-01"},
    {"token.cache.expiry", Level::must, Profile::strict,
     "A token that was good a moment ago is refused from its end on.", "ST-02"},
    {"token.cache.holder", Level::must, Profile::strict,
     "A token that was good a moment ago is still refused from any other worker than its own.",
     "ST-03"},
    {"token.refused.named", Level::must, Profile::strict,
     "A message without a good token is answered with WorkerAuthFailed, which says what is wrong.",
     "ST-03"},
    {"token.refused.no-effect", Level::must, Profile::strict,
     "A message without a good token has no other effect.", "ST-03"},
    {"token.expired.pending", Level::must, Profile::strict,
     "A worker whose token expired stays live until the silence limit, and is heard again with a "
     "renewed token.",
     "ST-05"},
    {"token.renewal.same-id", Level::must, Profile::strict,
     "A renewal keeps the service's id, and the old token stays good until its own end.", "ST-07"},
    {"token.renewal.refused", Level::must, Profile::strict,
     "A renewal with an expired or foreign token is refused.", "ST-08"},
    {"token.rotation.previous", Level::must, Profile::strict,
     "After a rotation the previous key's tokens are good until they expire, and only the new key "
     "signs.",
     "ST-10"},
    {"token.rotation.new-key", Level::must, Profile::strict,
     "Once a new key pair is in use, no other key signs.", "ST-10"},
    {"token.fields.ignored", Level::must, Profile::compatible,
     "A daemon that is not strict ignores the appended fields.", "ST-11"},
    {"token.log.none", Level::must, Profile::strict,
     "No token is in the output, in error texts or in arguments.", "ST-12"},
    {"token.retired.strict", Level::must, Profile::strict,
     "Retired forms do not verify as strict tokens.", "ST-13"},
};

/// Those of both sides.
inline constexpr auto requirements = [] {
  constexpr std::size_t first = std::size(worker_requirements);
  std::array<Requirement, first + std::size(client_requirements)> all{};
  std::copy(std::begin(worker_requirements), std::end(worker_requirements), all.begin());
  std::copy(std::begin(client_requirements), std::end(client_requirements), all.begin() + first);
  return all;
}();

/// The requirement of that id. A misspelt id does not compile.
consteval Requirement const& requirement(std::string_view id) {
  for (Requirement const& one : requirements) {
    if (one.id == id) return one;
  }
  throw "no such requirement";
}

}  // namespace drydock::conformance::daemon
