#include "simulator/network/fidelity/libzmq_sockets.hpp"

#include <sys/socket.h>
#include <zmq.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "reference/core/ensure.hpp"
#include "simulator/network/fidelity/libzmq_calls.hpp"

namespace drydock::simulator::fidelity {
namespace {

int milliseconds(Duration duration) {
  return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
}

}  // namespace

LibzmqSockets::LibzmqSockets(LibzmqContext& context, std::string endpoints)
    : context_(context), endpoints_(std::move(endpoints)) {}

/// libzmq's thread waits for good when a monitor that it tells something has nobody to listen.
LibzmqSockets::~LibzmqSockets() {
  for (auto& [who, socket] : sockets_) {
    if (socket.socket == nullptr) {
      while (!is_alone(socket.monitor)) context_.echo();
    } else {
      zmq_socket_monitor(socket.socket, nullptr, 0);
      set(socket.socket, ZMQ_LINGER, 0);
      zmq_close(socket.socket);
    }
    zmq_close(socket.monitor);
  }
}

std::string LibzmqSockets::full(std::string const& endpoint) const {
  if (endpoint.starts_with("ipc://")) return endpoint;
  return context_.endpoint(endpoints_ + endpoint);
}

void LibzmqSockets::open(int who, SocketSpec const& spec) {
  if (auto const former = sockets_.find(who); former != sockets_.end()) {
    ENSURE(former->second.is_gone);
    zmq_close(former->second.monitor);
  }
  Socket socket;
  socket.is_router = spec.type == SocketType::router;
  socket.socket = zmq_socket(context_.get(), type_of(spec.type));
  ENSURE(socket.socket != nullptr);
  set(socket.socket, ZMQ_SNDHWM, spec.send_high_water_mark);
  set(socket.socket, ZMQ_RCVHWM, spec.receive_high_water_mark);
  set(socket.socket, ZMQ_LINGER, milliseconds(spec.linger));
  set(socket.socket, ZMQ_RECONNECT_IVL, milliseconds(spec.reconnect_min));
  set(socket.socket, ZMQ_MAXMSGSIZE, spec.frame_bytes_max.value_or(-1));
  if (socket.is_router) set(socket.socket, ZMQ_ROUTER_MANDATORY, 1);
  std::string const monitor = "inproc://" + endpoints_ + std::to_string(who);
  int const events = ZMQ_EVENT_CONNECTED | ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED |
                     ZMQ_EVENT_DISCONNECTED;
  ENSURE(zmq_socket_monitor(socket.socket, monitor.c_str(), events) == 0);
  socket.monitor = zmq_socket(context_.get(), ZMQ_PAIR);
  set(socket.monitor, ZMQ_LINGER, 0);
  ENSURE(zmq_connect(socket.monitor, monitor.c_str()) == 0);
  for (std::string const& topic : spec.subscriptions) {
    ENSURE(zmq_setsockopt(socket.socket, ZMQ_SUBSCRIBE, topic.data(), topic.size()) == 0);
  }
  sockets_[who] = std::move(socket);
}

void LibzmqSockets::close(int who) { zmq_close(std::exchange(sockets_.at(who).socket, nullptr)); }

void LibzmqSockets::bind(int who, std::string const& endpoint) {
  ENSURE(zmq_bind(sockets_.at(who).socket, full(endpoint).c_str()) == 0);
}

void LibzmqSockets::unbind(int who, std::string const& endpoint) {
  zmq_unbind(sockets_.at(who).socket, full(endpoint).c_str());
  forget(who, endpoint);
}

void LibzmqSockets::connect(int who, std::string const& endpoint) {
  ENSURE(zmq_connect(sockets_.at(who).socket, full(endpoint).c_str()) == 0);
}

void LibzmqSockets::disconnect(int who, std::string const& endpoint) {
  zmq_disconnect(sockets_.at(who).socket, full(endpoint).c_str());
  forget(who, endpoint);
}

/// libzmq has no event for connections that it was asked to end.
void LibzmqSockets::forget(int who, std::string const& endpoint) {
  Socket& socket = sockets_.at(who);
  take_events(socket);
  std::string const name = full(endpoint);
  std::erase_if(socket.by_descriptor, [&](auto const& entry) { return entry.second == name; });
  socket.connections.held -= socket.up[name];
  socket.up.erase(name);
}

void LibzmqSockets::subscribe(int who, std::string const& topic) {
  ENSURE(zmq_setsockopt(sockets_.at(who).socket, ZMQ_SUBSCRIBE, topic.data(), topic.size()) == 0);
}

void LibzmqSockets::unsubscribe(int who, std::string const& topic) {
  ENSURE(zmq_setsockopt(sockets_.at(who).socket, ZMQ_UNSUBSCRIBE, topic.data(), topic.size()) == 0);
}

Sent LibzmqSockets::send(int who, Route to, Frames const& frames) {
  Socket& socket = sockets_.at(who);
  if (!socket.is_router) return send_frames(socket.socket, frames);
  Frames routed;
  routed.push_back(socket.routing_ids.at(to.value() - 1));
  routed.insert(routed.end(), frames.begin(), frames.end());
  Sent const sent = send_frames(socket.socket, routed);
  return sent == Sent::would_block ? Sent::no_such_peer : sent;
}

std::optional<Message> LibzmqSockets::receive(int who) {
  Socket& socket = sockets_.at(who);
  Frames frames = receive_frames(socket.socket);
  if (frames.empty()) return std::nullopt;
  if (!socket.is_router) return Message{only_route, std::move(frames)};
  auto const known =
      std::find(socket.routing_ids.begin(), socket.routing_ids.end(), frames.front());
  auto const route = static_cast<std::uint64_t>(known - socket.routing_ids.begin()) + 1;
  if (known == socket.routing_ids.end()) socket.routing_ids.push_back(frames.front());
  frames.erase(frames.begin());
  return Message{Route{route}, std::move(frames)};
}

void LibzmqSockets::sever(int who) {
  take_all_events();
  for (auto const& [descriptor, endpoint] : sockets_.at(who).by_descriptor) {
    ::shutdown(descriptor, SHUT_RDWR);
  }
}

void LibzmqSockets::take_events(Socket& socket) {
  for (;;) {
    Frames const frames = receive_frames(socket.monitor);
    if (frames.size() != 2 || frames[0].size() < 6) return;
    std::uint16_t event = 0;
    std::uint32_t value = 0;
    std::memcpy(&event, frames[0].data(), sizeof event);
    std::memcpy(&value, frames[0].data() + sizeof event, sizeof value);
    int const descriptor = static_cast<int>(value);
    std::string const endpoint{drydock::text_of(frames[1])};
    connections_changed_ = true;
    if (event == ZMQ_EVENT_CONNECTED || event == ZMQ_EVENT_ACCEPTED) {
      socket.by_descriptor[descriptor] = endpoint;
    } else if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED) {
      ++socket.connections.made;
      ++socket.connections.held;
      ++socket.up[endpoint];
    } else if (event == ZMQ_EVENT_DISCONNECTED) {
      socket.by_descriptor.erase(descriptor);
      if (socket.up[endpoint] == 0) continue;
      --socket.up[endpoint];
      --socket.connections.held;
    }
  }
}

void LibzmqSockets::take_all_events() {
  for (auto& [who, socket] : sockets_) {
    if (socket.socket != nullptr) take_note(socket.socket);
    if (!socket.is_gone) take_events(socket);
    if (socket.socket == nullptr && !socket.is_gone) socket.is_gone = is_alone(socket.monitor);
  }
}

Connections LibzmqSockets::connections(int who) { return sockets_.at(who).connections; }

bool LibzmqSockets::rest(Expected const& expected) {
  auto const as_expected = [&] {
    return std::all_of(sockets_.begin(), sockets_.end(), [&](auto const& entry) {
      Socket const& socket = entry.second;
      if (socket.socket == nullptr) return socket.is_gone;
      return socket.connections == expected.at(entry.first);
    });
  };
  auto const end = std::chrono::steady_clock::now() + context_.patience_max;
  for (take_all_events(); !as_expected(); take_all_events()) {
    if (std::chrono::steady_clock::now() > end) return false;
    context_.echo();
  }
  settle();
  return as_expected();
}

void LibzmqSockets::settle() {
  // What arrives at one end can have the other one answer, and that again: a handshake's last
  // word, then subscriptions.
  int const echoes = connections_changed_ ? 3 : 2;
  connections_changed_ = false;
  for (int i = 0; i < echoes; ++i) {
    context_.echo();
    take_all_events();
  }
}

}  // namespace drydock::simulator::fidelity
