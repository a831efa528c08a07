#include "reference/moor/sessions/defects.hpp"

#include <iterator>

namespace drydock::moor::sessions {
namespace {

constexpr DefectInfo table[] = {
    {"silent-expiry", "HQ-28", "tells nobody that a silent client has expired"},
    {"second-establish", "HQ-22", "makes a second connection for a client id that is alive"},
    {"keeps-first-player", "HQ-24",
     "goes on sending a player's output to a client that logged in as another"},
    {"boot-overtakes", "HQ-31", "loses what a task told a client just before it boots it"},
    {"no-disconnected-after-boot", "HQ-29", "does not tell the world of players that were booted"},
    {"restart-forgets-life", "HQ-34", "takes all stored connections for silent at its start"},
    {"unreadable-token-is-none", "HQ-06",
     "takes an auth token that it cannot read for none, where none is allowed"},
    {"reserved-ids-allowed", "HQ-12", "takes client ids that begin like a topic of others"},
    {"token-of-anybody", "HQ-16",
     "takes a client token that it verified in the last 60 s from any client"},
};
static_assert(std::size(table) == static_cast<std::size_t>(Defect::count));

}  // namespace

std::span<DefectInfo const> session_defects() { return table; }

}  // namespace drydock::moor::sessions
