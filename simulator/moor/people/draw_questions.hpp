#pragma once

#include "simulator/scenario/protocol.hpp"

namespace drydock::simulator {

/// Adds a web host to a drawn run, with its visitors and what they ask.
void draw_questions(Rng rng, Duration lasts, Protocol::Draw& draw);

}  // namespace drydock::simulator
