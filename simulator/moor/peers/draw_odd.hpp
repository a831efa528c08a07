#pragma once

#include "simulator/scenario/protocol.hpp"

namespace drydock::simulator {

/// The odd messages that may be said in a run of those nodes: strangers are among them where doors
/// stand open, and newcomers in the strict profile.
void draw_odd_messages(Rng rng, std::string_view profile, Protocol::Draw& draw);

}  // namespace drydock::simulator
