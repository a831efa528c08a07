#include "reference/moor/daemon/defects.hpp"

#include <iterator>

namespace drydock::moor::daemon {
namespace {

constexpr DefectInfo table[] = {
    {"no-request-deadline", "UQ-02", "never gives up on a request while its worker lives"},
    {"reattach-forgets-pending", "UQ-05", "a second attach discards what is pending, untold"},
    {"lambda-forgotten", "UQ-07", "forgets a request whose arguments cannot be encoded"},
    {"expiry-after-two-pings", "UQ-17", "expires a worker 10 s after its last pong"},
    {"body-id-ignored", "UQ-18", "never reads the worker id in a message's body"},
    {"dispatches-to-detached", "DW-13", "goes on dispatching to a worker that detached"},
    {"expires-nobody", "DW-18", "keeps a silent worker for ever"},
    {"expiry-forgets-pending", "DW-29", "does not tell the callers of a worker that expired"},
    {"detach-forgets-pending", "DW-29", "does not tell the callers of a worker that detached"},
    {"answer-of-anyone", "DW-27", "lets any worker answer any request"},
    {"settles-twice", "DW-26", "hands each later answer of a request to its caller too"},
    {"wrong-caller", "DW-25", "swaps the callers of two requests pending at one worker"},
    {"most-loaded-first", "DW-23", "chooses the worker with the most pending requests"},
    {"unfair-ties", "DW-24", "chooses the lowest id among equally loaded workers"},
    {"timeout-rounds-to-zero", "DW-33", "sends a timeout below 1 ms as no timeout"},
    {"no-pings", "DW-15", "never pings"},
    {"case-sensitive-types", "DW-09", "tells worker types apart by their case"},
    {"bad-result-ends-request", "DW-35", "forgets a request when its result does not decode"},
    {"owner-not-compared", "UQ-19", "lets any authenticated peer speak for any worker"},
    {"cache-outlives-expiry", "ST-02",
     "honours a token for 60 s after it verified it, whatever its `exp` says"},
    {"client-id-not-compared", "UQ-45",
     "takes a token that it verified in the last 60 s from any holder"},
    {"renewal-keeps-old-id-wrong", "ST-07", "names a fresh id in a renewed token"},
    {"zap-absent-admits-all", "UQ-23", "runs no authenticator, and lets in all who know its key"},
    {"expired-still-dispatched", "ST-05",
     "goes on dispatching to a worker whose token has expired"},
    {"nbf-ignored", "ST-01", "takes tokens that are not valid yet"},
    {"revoked-still-good", "ST-10", "never reads what was revoked"},
    {"refused-message-takes-effect", "ST-03", "refuses a message's token, and does what it says"},
    {"rotation-forgets-previous", "ST-10", "refuses all tokens of the key that signed before"},
    {"old-key-still-signs", "ST-10", "signs with its first key after a rotation too"},
    {"key-not-checked", "EN-06", "enrolls keys that are none"},
    {"stores-refused", "EN-07", "keeps the key of a refused enrollment"},
    {"admits-at-restart", "EN-08", "admits newly enrolled keys from its next start on"},
    {"token-read-once", "EN-09", "reads the enrollment token once"},
    {"rotation-drops-hosts", "EN-10",
     "forgets the allowed hosts when the enrollment token changes"},
    {"token-not-trimmed", "EN-11", "takes blanks around the enrollment token for a part of it"},
    {"empty-token-admits", "EN-12", "enrolls with an empty token while there is none"},
    {"first-frame-enrolls", "UQ-36",
     "reads the first frame of an enrollment and passes over the others"},
    {"control-characters-admitted", "UQ-40", "takes any service type and hostname"},
    {"loose-modes", "EN-15", "lets everybody read its files"},
    {"new-uuid-each-time", "UQ-41", "gives a key that enrolls again another UUID"},
    {"logs-tokens", "UQ-39", "logs the enrollment tokens that it is shown"},
    {"wrong-error-text", "EN-04", "refuses enrollments in words of its own"},
    {"token-before-key-length", "EN-05", "looks at the token before the length of the key"},
    {"leaks-on-failure", "EN-03", "names a UUID and its key in a refused enrollment too"},
    {"no-curve-on-tcp", "TS-01", "serves tcp in the clear"},
    {"admits-any-key", "TS-02", "admits keys that did not enroll"},
    {"stays-admitted", "UQ-42", "goes on admitting hosts that were removed"},
    {"half-pair-regenerated", "UQ-34", "makes new CURVE keys in the place of half a pair"},
    {"no-enrollment", "TS-04", "offers no enrollment"},
    {"silent-enrollment", "EN-01", "does not answer an enrollment that it refuses"},
    {"torn-writes", "EN-16", "writes its files in place, a half at a time"},
    {"loose-sockets", "TS-18", "lets everybody open its ipc sockets"},
    {"loose-signing-key", "TK-11", "makes its signing key with whatever mode the umask leaves"},
};
static_assert(std::size(table) == static_cast<std::size_t>(Defect::count));

}  // namespace

std::span<DefectInfo const> daemon_defects() { return table; }

}  // namespace drydock::moor::daemon
