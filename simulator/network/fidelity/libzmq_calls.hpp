#pragma once

#include <cstdint>

#include "simulator/network/fidelity/sockets.hpp"

// libzmq's own C functions, in our types.

namespace drydock::simulator::fidelity {

/// ZMQ_REQ and so on.
int type_of(SocketType type);
void set(void* socket, int option, int value);
void set(void* socket, int option, std::int64_t value);

/// Has libzmq take note, in this thread, of what its other thread has done for the socket. Every
/// call does that now and then; this one always, and nothing else.
void take_note(void* socket);
/// Whether the other end of a PAIR is gone; that of a monitor goes last of all that its socket has.
bool is_alone(void* pair);

/// One message, without waiting; no frames when there is none.
Frames receive_frames(void* socket);
/// Without waiting either.
Sent send_frames(void* socket, Frames const& frames);

}  // namespace drydock::simulator::fidelity
