#include "simulator/network/fidelity/libzmq_calls.hpp"

#include <zmq.h>

#include <cerrno>

#include "reference/core/ensure.hpp"

namespace drydock::simulator::fidelity {

int type_of(SocketType type) {
  switch (type) {
    case SocketType::req:
      return ZMQ_REQ;
    case SocketType::rep:
      return ZMQ_REP;
    case SocketType::pub:
      return ZMQ_PUB;
    case SocketType::sub:
      return ZMQ_SUB;
    case SocketType::xpub:
      return ZMQ_XPUB;
    case SocketType::router:
      return ZMQ_ROUTER;
    case SocketType::dealer:
      return ZMQ_DEALER;
    case SocketType::stream:
      return ZMQ_STREAM;
  }
  return -1;
}

void set(void* socket, int option, int value) {
  ENSURE(zmq_setsockopt(socket, option, &value, sizeof value) == 0);
}

void set(void* socket, int option, std::int64_t value) {
  ENSURE(zmq_setsockopt(socket, option, &value, sizeof value) == 0);
}

void take_note(void* socket) { zmq_unbind(socket, "nothing"); }

bool is_alone(void* pair) {
  int events = 0;
  std::size_t size = sizeof events;
  ENSURE(zmq_getsockopt(pair, ZMQ_EVENTS, &events, &size) == 0);
  return (events & ZMQ_POLLOUT) == 0;
}

Frames receive_frames(void* socket) {
  Frames frames;
  zmq_msg_t frame;
  zmq_msg_init(&frame);
  while (zmq_msg_recv(&frame, socket, ZMQ_DONTWAIT) >= 0) {
    auto const* const data = static_cast<std::uint8_t const*>(zmq_msg_data(&frame));
    frames.emplace_back(data, data + zmq_msg_size(&frame));
    if (zmq_msg_more(&frame) == 0) break;
  }
  zmq_msg_close(&frame);
  return frames;
}

Sent send_frames(void* socket, Frames const& frames) {
  for (std::size_t i = 0; i < frames.size(); ++i) {
    int const more = i + 1 < frames.size() ? ZMQ_SNDMORE : 0;
    if (zmq_send(socket, frames[i].data(), frames[i].size(), ZMQ_DONTWAIT | more) >= 0) continue;
    if (zmq_errno() == EAGAIN) return Sent::would_block;
    if (zmq_errno() == EHOSTUNREACH) return Sent::no_such_peer;
    ENSURE(zmq_errno() == EFSM);
    return Sent::not_its_turn;
  }
  return Sent::taken;
}

}  // namespace drydock::simulator::fidelity
