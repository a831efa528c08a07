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
};
static_assert(std::size(table) == static_cast<std::size_t>(Defect::count));

}  // namespace

std::span<DefectInfo const> daemon_defects() { return table; }

}  // namespace drydock::moor::daemon
