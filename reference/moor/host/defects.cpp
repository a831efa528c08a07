#include "reference/moor/host/defects.hpp"

#include <iterator>

namespace drydock::moor::host {
namespace {

constexpr DefectInfo table[] = {
    {"subscribes-late", "HQ-13", "establishes a connection first, and subscribes to it then"},
    {"dies-on-odd-broadcast", "HQ-63", "ends at a message on hosts that it cannot read"},
    {"waits-for-ever", "HQ-64", "waits without limit for the reply to a request"},
    {"no-detach", "HQ-62", "detaches neither connections nor itself"},
    {"misses-early-ends", "HQ-69", "forgets the end of a task that comes before the task's id"},
    {"any-end-clears", "HQ-67", "takes the end of any task for that of the one it waits for"},
    {"keeps-old-token", "HQ-68",
     "goes on with the old auth token after a switch of players, though it is refused"},
    {"closes-on-odd-value", "HQ-67", "closes a connection that is told something other than text"},
    {"blind-retry", "H-09", "repeats whatever request got no reply"},
    {"double-pong", "H-05", "answers each ping of the hosts twice"},
    {"silent-clients", "H-06", "answers no ping for connections that are not logged in"},
    {"answers-last-request-first", "H-24", "answers the newest input request first"},
    {"registers-as-other-type", "HQ-60", "registers as the other type of host"},
    {"keeps-first-listeners", "H-32", "reports the listeners that it started with, for ever"},
    {"closes-on-refused-login", "HQ-66", "closes a connection whose login ends in an error"},
};
static_assert(std::size(table) == static_cast<std::size_t>(Defect::count));

}  // namespace

std::span<DefectInfo const> host_defects() { return table; }

}  // namespace drydock::moor::host
