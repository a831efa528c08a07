#pragma once

#include <string_view>

#include "conformance/judge/requirement.hpp"

namespace drydock::conformance {

/// What the protocol asks of a worker: rows W-01 to W-43 of the specification's section 11.1, and
/// those of 11.3 to 11.5 and of the strict profile that are about workers. A row that asks for two
/// things of different weight is two requirements.
inline constexpr Requirement worker_requirements[] = {
    {"worker.frames.two", Level::must, Profile::compatible,
     "Each control message is two frames: the worker's id in 16 bytes, and one FlatBuffer.",
     "W-01"},
    {"worker.payload.root", Level::must, Profile::compatible,
     "Each payload is a WorkerToDaemonMessage without a size before it.", "W-02"},
    {"worker.id.constant", Level::must, Profile::compatible,
     "A worker has one id for its whole session, in the first frame and in every body.", "W-03"},
    {"worker.id.unique", Level::must, Profile::compatible, "No two live workers have the same id.",
     "W-04"},
    {"worker.id.fresh", Level::should, Profile::compatible,
     "Each start of a worker draws a new random UUID of version 4.", "W-04"},
    {"worker.attach.first", Level::must, Profile::compatible,
     "AttachWorker comes before any other control message.", "W-05"},
    {"worker.attach.subscribed", Level::must, Profile::robust,
     "A worker's subscription is in force before it attaches, so that it misses no request.",
     "W-06"},
    {"worker.dispatch.topic", Level::must, Profile::compatible,
     "A worker subscribes to a prefix of the topic `workers`.", "W-07"},
    {"worker.ping.one-pong", Level::must, Profile::compatible,
     "Each PingWorkers is answered with exactly one WorkerPong, with the worker's id and type, "
     "within 2 s.",
     "W-08"},
    {"worker.ping.while-busy", Level::must, Profile::compatible,
     "Pings are answered while requests are being worked on.", "W-09"},
    {"worker.ping.reattached", Level::must, Profile::compatible,
     "WorkerAttached in reply to a pong is a success, and the worker goes on.", "W-10"},
    {"worker.reply.not-registered", Level::must, Profile::robust,
     "Told WorkerNotRegistered, a worker attaches or sends a pong within 5 s.", "W-11"},
    {"worker.reply.unknown-request", Level::must, Profile::compatible,
     "An answer that is met with WorkerUnknownRequest is not sent again.", "W-12"},
    {"worker.reply.invalid-payload", Level::must, Profile::robust,
     "A result that is met with WorkerInvalidPayload is followed by one RequestError.", "W-13"},
    {"worker.attach.refused", Level::must, Profile::compatible,
     "A worker whose attach was refused does not act as if it were attached.", "W-14"},
    {"worker.attach.retry", Level::should, Profile::robust,
     "A worker whose attach was refused tries again with growing delays, or ends with a status "
     "other than 0 and says the reason.",
     "W-15"},
    {"worker.request.one-answer", Level::must, Profile::compatible,
     "Each request is answered with exactly one RequestResult or RequestError of its id.", "W-16"},
    {"worker.request.others", Level::must, Profile::compatible,
     "A request that is addressed to another worker brings no message.", "W-17"},
    {"worker.value.every-type", Level::must, Profile::robust,
     "Values of every type but lambda are read at any place, and echoed unchanged.", "W-18"},
    {"worker.value.depth", Level::must, Profile::compatible,
     "Lists that are nested 100 deep are read.", "W-19"},
    {"worker.request.undecodable", Level::must, Profile::robust,
     "A request whose id can be read, but an argument of which cannot, is answered with a "
     "RequestError.",
     "W-20"},
    {"worker.request.failure", Level::must, Profile::compatible,
     "A request that fails in the worker's service is answered with a RequestError.", "W-21"},
    {"worker.timeout.none", Level::must, Profile::compatible, "A timeout of 0 is no timeout.",
     "W-22"},
    {"worker.timeout.kept", Level::must, Profile::robust,
     "A request that takes longer than its timeout is answered with WorkerRequestTimedOut, 1 s "
     "after "
     "it at the latest.",
     "W-23"},
    {"worker.timeout.silence-after", Level::must, Profile::robust,
     "After its one answer nothing more is sent for a request.", "W-24"},
    {"worker.request.repeat-running", Level::must, Profile::robust,
     "A repeat of a request that is running is ignored.", "W-25"},
    {"worker.request.repeat-finished", Level::should, Profile::robust,
     "A repeat of a request that was answered in the last 60 s is ignored.", "W-25"},
    {"worker.request.many", Level::must, Profile::robust,
     "Of requests above the worker's limits each is served later or answered with an error, and "
     "none "
     "is dropped.",
     "W-26"},
    {"worker.request.any-order", Level::may, Profile::compatible,
     "Requests are answered in any order.", "W-27"},
    {"worker.broadcast.malformed", Level::must, Profile::robust,
     "A broadcast with odd frames, an odd topic or an odd payload does no harm.", "W-28"},
    {"worker.broadcast.unknown", Level::must, Profile::compatible,
     "A broadcast whose union is missing or unknown is ignored.", "W-29"},
    {"worker.request.no-id", Level::must, Profile::compatible,
     "A request whose worker_id is missing or not of 16 bytes is ignored.", "W-30"},
    {"worker.stop.please-die", Level::must, Profile::robust,
     "A worker stops at a PleaseDie with its id, and at no other.", "W-31"},
    {"worker.stop.orderly", Level::must, Profile::robust,
     "A worker that is told to stop answers or fails what is running, then detaches, then ends, "
     "all "
     "within 10 s.",
     "W-32"},
    {"worker.stop.silence-after", Level::must, Profile::robust,
     "Nothing is sent after DetachWorker.", "W-33"},
    {"worker.exchange.bounded", Level::must, Profile::robust,
     "A worker waits for a reply no longer than 10 s, and then goes on without it.", "W-34"},
    {"worker.exchange.late-reply", Level::must, Profile::robust,
     "A reply that comes late is not taken for the reply to a later message.", "W-35"},
    {"worker.daemon.restart", Level::must, Profile::compatible,
     "A worker resumes its service by itself when the daemon comes back.", "W-36"},
    {"worker.daemon.absent", Level::must, Profile::compatible,
     "A worker that starts before its daemon keeps trying until it is there.", "W-37"},
    {"worker.retry.jitter", Level::should, Profile::robust,
     "Delays before another try are not the same for all workers.", "W-38"},
    {"worker.daemon.answer-kept", Level::should, Profile::robust,
     "An answer that is ready while the daemon is away is delivered once when it is back.", "W-39"},
    {"worker.daemon.silent", Level::should, Profile::robust,
     "A worker notices that no ping has come for 30 s or more: it subscribes anew or says so.",
     "W-40"},
    {"worker.request.perms", Level::must, Profile::compatible,
     "The service is told the perms and the arguments of a request unchanged.", "W-41"},
    {"worker.log.secrets", Level::must, Profile::robust,
     "No enrollment token and no argument of a request is in the log at its default level.",
     "W-42"},
    {"worker.request.too-large", Level::must, Profile::robust,
     "A request above the worker's limit of size is answered with a RequestError, and does not end "
     "the worker.",
     "W-43"},
    {"worker.enroll.reuse", Level::must, Profile::compatible,
     "A worker that has an identity uses it at later starts, and does not enroll again.", "EN-20"},
    {"worker.enroll.incomplete", Level::must, Profile::robust,
     "A worker enrolls again when identity and keys are not all there, or do not fit together.",
     "EN-21"},
    {"worker.enroll.key-mode", Level::must, Profile::compatible,
     "The file of the secret key can be read by its owner only.", "EN-22"},
    {"worker.enroll.key-mode-loose", Level::should, Profile::robust,
     "A worker whose secret key can be read by others says so, or does not start.", "EN-22"},
    {"worker.enroll.bounded", Level::must, Profile::robust,
     "An attempt to enroll takes 10 s at most, and is followed by others after growing delays.",
     "EN-23"},
    {"worker.enroll.refused", Level::must, Profile::robust,
     "A refusal that cannot heal ends the worker, with the server's text.", "EN-24"},
    {"worker.enroll.hollow", Level::must, Profile::compatible,
     "A success without a key, or without a UUID that parses, brings no identity.", "EN-25"},
    {"worker.enroll.hollow-key", Level::must, Profile::robust,
     "A success whose key is not 40 characters of Z85 brings no identity.", "EN-25"},
    {"worker.enroll.token-order", Level::must, Profile::compatible,
     "The enrollment token is that of the environment, else of the flag's file, else of the "
     "default "
     "file.",
     "EN-26"},
    {"worker.enroll.token-empty", Level::must, Profile::robust,
     "A source of the enrollment token that is empty is passed over.", "EN-26"},
    {"worker.enroll.pin", Level::should, Profile::robust,
     "A worker that was told the daemon's key takes no other.", "EN-27"},
    {"worker.enroll.key-grammar", Level::must, Profile::compatible,
     "Key files are lines of a name and, after the first =, a value; it may hold = and #. Blank "
     "lines and those that begin with # say nothing.",
     "EN-28"},
    {"worker.curve.exactly-tcp", Level::must, Profile::robust,
     "A worker uses CURVE on an address exactly when that address is tcp.", "TS-12"},
    {"worker.curve.refused", Level::must, Profile::robust,
     "A worker whose key is refused says so, and tries again with a new socket at least every 60 "
     "s.",
     "TS-13"},
    {"worker.curve.no-fallback", Level::must, Profile::compatible,
     "A worker sends nothing in the clear to a tcp address.", "TS-14"},
    {"worker.curve.server-key", Level::must, Profile::compatible,
     "A worker does not talk to a server that does not hold the expected key.", "TS-15"},
    {"worker.curve.secret", Level::must, Profile::compatible,
     "The secret key is in no message, log, argument or environment.", "TS-19"},
    {"worker.token.none", Level::must, Profile::compatible,
     "No token is in any message of a worker whose daemon gave it none.", "TK-12"},
    {"worker.token.renewed", Level::must, Profile::strict,
     "Each message has a token that is good, and the token is renewed when a fifth of its lifetime "
     "is left, at the latest.",
     "ST-06"},
    {"worker.token.repeat-once", Level::must, Profile::strict,
     "A message that was refused since its token has expired is repeated with a renewed one, once.",
     "ST-06"},
    {"worker.token.same-id", Level::must, Profile::strict,
     "A renewal is for the id that the worker has, and it keeps that.", "ST-07"},
    {"worker.token.renewal-refused", Level::must, Profile::strict,
     "A worker whose renewal was refused asks with the enrollment token again.", "ST-08"},
    {"worker.token.not-given", Level::must, Profile::strict,
     "A worker works with a daemon that gives no tokens.", "ST-11"},
    {"worker.token.secret", Level::must, Profile::strict,
     "The worker's token is in no log, argument or environment.", "ST-12"},
};

/// The requirement of that id. A misspelt id does not compile.
consteval Requirement const& requirement(std::string_view id) {
  for (Requirement const& one : worker_requirements) {
    if (one.id == id) return one;
  }
  throw "no such requirement";
}

}  // namespace drydock::conformance
