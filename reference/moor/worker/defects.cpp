#include "reference/moor/worker/defects.hpp"

#include <iterator>

namespace drydock::moor::worker {
namespace {

constexpr DefectInfo table[] = {
    {"extra-frame", "W-01", "sends a third frame with every control message"},
    {"size-prefix", "W-02", "puts a size before each payload"},
    {"changing-id", "W-03", "draws a new worker id for each pong"},
    {"fixed-id", "W-04", "has the same worker id in every process"},
    {"pong-before-attach", "W-05", "sends a pong before it has attached"},
    {"attach-before-subscribe", "UQ-01", "attaches first and subscribes when it is attached"},
    {"wrong-topic", "W-07", "subscribes to a topic that nobody publishes"},
    {"double-pong", "W-08", "answers each ping twice"},
    {"blocks-while-working", "UQ-16", "answers no ping while a request is running"},
    {"reattached-is-fatal", "W-10", "ends when a pong is answered with WorkerAttached"},
    {"ignores-not-registered", "UQ-10", "does not come back when told that it is not registered"},
    {"resends-unknown", "W-12", "sends an answer again that the daemon no longer knows"},
    {"ignores-invalid-payload", "UQ-10", "says no more when its result was refused as invalid"},
    {"rejected-is-attached", "W-14", "takes any reply to its attach for success"},
    {"gives-up-silently", "W-15", "does nothing more, and does not end, after a refused attach"},
    {"no-jitter", "W-38", "waits as long as every other worker before it attaches again"},
    {"answers-twice", "W-16", "sends each answer twice"},
    {"loses-answers", "W-16", "loses every 16th answer"},
    {"answers-for-others", "W-17", "executes requests that are addressed to others"},
    {"drops-types", "UQ-53", "replaces what is not a string, number or list by a string"},
    {"shallow-nesting", "W-19", "refuses lists that are nested 31 deep or deeper"},
    {"silent-on-undecodable", "UQ-12", "does not answer a request whose arguments do not decode"},
    {"silent-on-failure", "UQ-11", "does not answer when its handler fails"},
    {"default-timeout", "W-22", "takes a timeout of 0 for one of 10 s"},
    {"ignores-timeout", "W-23", "works on, whatever the timeout of the request"},
    {"answers-after-timeout", "W-24", "answers again when the work of a timed-out request is done"},
    {"repeats-work", "UQ-30", "executes a request again that it has seen before"},
    {"drops-excess", "W-26", "drops the requests above its limit of concurrency"},
    {"dies-on-bad-broadcast", "UQ-13", "ends at a broadcast with odd frames, topic or payload"},
    {"dies-on-unknown-message", "W-29", "ends at a broadcast whose union is missing or unknown"},
    {"answers-without-id", "W-30", "takes a request without a readable worker id for its own"},
    {"obeys-any-please-die", "UQ-14", "stops at a PleaseDie for another worker"},
    {"ignores-please-die", "W-31", "works on after its own PleaseDie"},
    {"no-detach", "UQ-15", "ends without detaching"},
    {"abandons-jobs", "W-32", "ends without answering what is running"},
    {"talks-after-detach", "W-33", "sends a pong after its detach"},
    {"waits-for-ever", "UQ-27", "waits without limit for the reply to a control message"},
    {"late-reply-confusion", "UQ-28", "takes a late reply for the reply to a later message"},
    {"no-reconnect", "W-36", "does not connect again once its subscription was lost"},
    {"exits-without-daemon", "W-37", "ends when no daemon is there within 5 s of its start"},
    {"drops-answers-when-away", "W-39",
     "drops the answers that are ready while the daemon is away"},
    {"ignores-silence", "W-40", "never notices that no broadcast has come for long"},
    {"changes-perms", "W-41", "tells its service that nobody asked"},
    {"logs-arguments", "W-42", "writes the arguments of each request to its log"},
    {"dies-on-large-request", "W-43", "ends at a request above its size limit"},
    {"gives-up-when-refused", "UQ-26", "never tries again once its key was refused"},
    {"renews-too-late", "ST-06", "renews its token only when that has expired"},
    {"never-renews", "ST-06", "never renews its token, also when it was refused as expired"},
    {"repeats-without-end", "ST-06", "repeats a message as often as it is refused as expired"},
    {"renewal-new-id", "ST-07", "asks for the renewed token under another id"},
    {"token-for-everyone", "TK-12", "sends a token in each message, whatever the profile"},
    {"logs-token", "ST-12", "writes its token to its log"},
    {"enrolls-each-start", "EN-20", "enrolls anew at each start, with new keys"},
    {"ignores-missing-keys", "UQ-33", "makes new keys beside an old identity and enrolls none"},
    {"loose-key-file", "EN-22", "leaves its secret key file readable by everybody"},
    {"no-enrollment-deadline", "UQ-35", "waits without limit for the answer to its enrollment"},
    {"retries-refusal", "EN-24", "asks again when its enrollment was refused for good"},
    {"takes-bad-identity", "EN-25", "takes a success without a usable key or UUID"},
    {"token-from-default-first", "EN-26",
     "reads the enrollment token's default file before all else"},
    {"ignores-pin", "EN-27", "takes another daemon's key than the pinned one"},
    {"key-file-ini", "EN-28", "splits the lines of a key file at their last ="},
    {"never-curve", "UQ-25", "speaks in the clear on tcp, since some other address is ipc"},
    {"falls-back-to-plain", "TS-14", "speaks in the clear when CURVE does not connect"},
    {"any-server-key", "TS-15",
     "asks at each start, and takes the key it is told for the one it knew"},
    {"logs-secret-key", "TS-19", "writes its secret key to its log when it connects"},
};
static_assert(std::size(table) == static_cast<std::size_t>(Defect::count));

}  // namespace

std::span<DefectInfo const> worker_defects() { return table; }

}  // namespace drydock::moor::worker
