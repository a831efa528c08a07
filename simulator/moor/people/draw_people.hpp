#pragma once

#include <string>
#include <vector>

#include "simulator/scenario/protocol.hpp"

namespace drydock::simulator {

/// One of those that the starting core has.
std::string draw_player(Rng& rng);

/// Adds hosts and people to a drawn run, with what they do and what may befall them. `types` are
/// those of the workers.
void draw_people(Rng rng, Duration lasts, std::vector<std::string> const& types,
                 std::string_view profile, Protocol::Draw& draw);

}  // namespace drydock::simulator
