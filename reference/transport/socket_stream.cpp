#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <zmq.h>

#include <array>
#include <cerrno>
#include <utility>

#include "reference/transport/frame_io.hpp"
#include "reference/transport/socket.hpp"

// What a Socket does with the connections of a stream (ZMQ_STREAM).
namespace drydock::transport {
namespace {

constexpr std::size_t stream_frames = 3;  // A routing id and bytes; more than two are none.

/// Address and port of the other end of a stream's connection; libzmq alone would know no port.
std::string peer_address_of(zmq_msg_t& frame) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  int const descriptor = zmq_msg_get(&frame, ZMQ_SRCFD);
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  bool const known = descriptor >= 0 && getpeername(descriptor, generic, &size) == 0 &&
                     getnameinfo(generic, size, host.data(), host.size(), port.data(), port.size(),
                                 NI_NUMERICHOST | NI_NUMERICSERV) == 0;
  if (known) {
    if (address.ss_family != AF_INET6) return fmt::format("{}:{}", host.data(), port.data());
    return fmt::format("[{}]:{}", host.data(), port.data());
  }
  char const* const text = zmq_msg_gets(&frame, "Peer-Address");
  return text == nullptr ? std::string{} : std::string{text};
}

}  // namespace

std::optional<Socket::Message> Socket::receive_from_stream() {
  for (;;) {
    Message message;
    Frames frames = receive_frames(socket_.get(), stream_frames, &message.user_id, peer_address_of);
    if (frames.size() != 2) {
      closed_.clear();
      close_again();
      return std::nullopt;
    }
    std::string const routing_id{text_of(frames.front())};
    bool const edge = frames.back().empty();
    if (edge && unclosed_.erase(routing_id) != 0) continue;
    if (closed_.contains(routing_id) || unclosed_.contains(routing_id)) continue;
    bool const known = routes_.knows(frames.front());
    if (!known && !edge) continue;
    message.route = routes_.heard(frames.front());
    if (known && edge) routes_.forget(message.route);
    message.frames.push_back(std::move(frames.back()));
    return message;
  }
}

tl::expected<void, Log> Socket::send_to_stream(Route route, Frame const& bytes) {
  close_again();
  auto const routing_id = routes_.routing_id(route);
  if (!routing_id) return dropped(LogLevel::debug, "its peer is gone");
  if (bytes.empty()) {
    routes_.forget(route);
    close_connection(std::string{text_of(*routing_id)});
    return {};
  }
  int error = send_frame(socket_.get(), *routing_id, true);
  if (error == 0) error = send_frame(socket_.get(), bytes, false);
  if (error == EAGAIN) {
    routes_.forget(route);
    unclosed_.insert(std::string{text_of(*routing_id)});
    overflowed_.push_back(route);
    return tl::make_unexpected(
        Log{LogLevel::warning, "connection closed: its peer does not read what it is sent"});
  }
  if (error != 0) return dropped_for(error);
  return {};
}

void Socket::close_connection(std::string const& routing_id) {
  int error = send_frame(socket_.get(), bytes_of(routing_id), true);
  if (error == 0) error = send_frame(socket_.get(), Frame{}, false);
  if (error == EAGAIN) {
    unclosed_.insert(routing_id);
  } else {
    closed_.insert(routing_id);
  }
}

void Socket::close_again() {
  for (std::string const& routing_id : std::exchange(unclosed_, {})) close_connection(routing_id);
}

}  // namespace drydock::transport
