#pragma once

#include <zmq.h>

#include <cstddef>
#include <string>
#include <tl/expected.hpp>

#include "reference/machine/machine.hpp"

// How the frames of a message pass between libzmq and us, without ever waiting.
namespace drydock::transport {

/// Says of the last frame of a message who sent it.
using SenderOf = std::string (*)(zmq_msg_t& frame);

/// What the authenticator said of the sender of `frame`.
std::string user_id_of(zmq_msg_t& frame);

/// The frames of one message, or none; and who sent it. Beyond `frames_max` frames none is kept.
Frames receive_frames(void* socket, std::size_t frames_max, std::string* sender = nullptr,
                      SenderOf sender_of = user_id_of);

/// libzmq's error, or 0.
int send_frame(void* socket, Frame const& frame, bool more);

/// Why a message is dropped, for the log.
tl::unexpected<Log> dropped(LogLevel level, std::string why);
tl::unexpected<Log> dropped_for(int error);

}  // namespace drydock::transport
