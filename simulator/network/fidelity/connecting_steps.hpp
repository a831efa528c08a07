#pragma once

#include "simulator/network/fidelity/program.hpp"
#include "simulator/network/fidelity/stage.hpp"

// Steps that bring sockets together and part them. Each is of a socket that is open, and says
// whether it made sense where it stood; if not, nothing happened.

namespace drydock::simulator::fidelity {

/// Once in its life, so that no two connections lead from one socket to another.
bool bind(Stage& stage, Step const& step);
bool connect(Stage& stage, Step const& step);
/// libzmq ends the connections once all that came over them is taken, and the socket has looked
/// for more.
bool unbind(Stage& stage, Step const& step);
bool disconnect(Stage& stage, Step const& step);
bool sever(Stage& stage, int who);
bool close(Stage& stage, int who);

}  // namespace drydock::simulator::fidelity
