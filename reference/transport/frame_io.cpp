#include "reference/transport/frame_io.hpp"

#include <cerrno>
#include <utility>

namespace drydock::transport {
namespace {

/// One frame, received into place. False when there is none, or it is not our turn (EFSM).
bool receive_frame(void* socket, zmq_msg_t& frame) {
  int size = 0;
  do {
    size = zmq_msg_recv(&frame, socket, ZMQ_DONTWAIT);
  } while (size < 0 && errno == EINTR);
  return size >= 0;
}

int try_to_send(void* socket, Frame const& frame, int flags) {
  int sent = 0;
  do {
    sent = zmq_send(socket, frame.data(), frame.size(), flags);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? errno : 0;
}

/// Has libzmq look at what its own threads told the socket, such as that a peer has read.
void hear_of_room(void* socket) {
  int events = 0;
  std::size_t size = sizeof events;
  zmq_getsockopt(socket, ZMQ_EVENTS, &events, &size);
}

}  // namespace

std::string user_id_of(zmq_msg_t& frame) {
  char const* const user_id = zmq_msg_gets(&frame, "User-Id");
  return user_id == nullptr ? std::string{} : std::string{user_id};
}

Frames receive_frames(void* socket, std::size_t frames_max, std::string* sender,
                      SenderOf sender_of) {
  Frames frames;
  zmq_msg_t frame;
  zmq_msg_init(&frame);
  while (receive_frame(socket, frame)) {
    auto const* data = static_cast<std::uint8_t const*>(zmq_msg_data(&frame));
    if (frames.size() < frames_max) frames.emplace_back(data, data + zmq_msg_size(&frame));
    if (zmq_msg_more(&frame)) continue;
    if (sender != nullptr) *sender = sender_of(frame);
    break;
  }
  zmq_msg_close(&frame);
  return frames;
}

int send_frame(void* socket, Frame const& frame, bool more) {
  int const flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0);
  int const error = try_to_send(socket, frame, flags);
  if (error != EAGAIN) return error;
  // A send that may not wait does not look whether there is room by now (libzmq's #3462).
  hear_of_room(socket);
  return try_to_send(socket, frame, flags);
}

tl::unexpected<Log> dropped(LogLevel level, std::string why) {
  return tl::make_unexpected(Log{level, "message dropped: " + std::move(why)});
}

tl::unexpected<Log> dropped_for(int error) {
  if (error == EAGAIN) return dropped(LogLevel::warning, "it would have had to wait");
  if (error == EHOSTUNREACH) return dropped(LogLevel::debug, "its peer is gone");
  if (error == EFSM) return dropped(LogLevel::error, "it is the other side's turn");
  return dropped(LogLevel::error, zmq_strerror(error));
}

}  // namespace drydock::transport
