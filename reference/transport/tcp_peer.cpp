#include "reference/transport/tcp_peer.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <thread>

#include "reference/core/ensure.hpp"
#include "reference/transport/endpoint.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::transport {
namespace {

/// A socket that is connected, or -1: one that failed to connect is good for nothing more.
int connected(sockaddr_in const& address, int receive_buffer) {
  int const made = ::socket(AF_INET, SOCK_STREAM, 0);
  ENSURE(made >= 0);
  if (receive_buffer != 0) {
    setsockopt(made, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  if (::connect(made, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0)
    return made;
  ::close(made);
  return -1;
}

}  // namespace

TcpPeer::TcpPeer(std::string const& endpoint, int receive_buffer) : socket_(-1) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  auto const parsed = parse_endpoint(endpoint);
  auto const* const tcp = parsed ? std::get_if<TcpEndpoint>(&*parsed) : nullptr;
  ENSURE(tcp != nullptr && inet_pton(AF_INET, tcp->host.c_str(), &address.sin_addr) == 1);
  address.sin_port = htons(tcp->port);
  auto const end = std::chrono::steady_clock::now() + patience_max;
  while (socket_ < 0 && std::chrono::steady_clock::now() < end) {
    socket_ = connected(address, receive_buffer);
    if (socket_ < 0) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  ENSURE(socket_ >= 0);
}

TcpPeer::~TcpPeer() { ::close(socket_); }

void TcpPeer::send(std::string const& text) {
  std::size_t sent = 0;
  while (sent < text.size()) {
    auto const count = ::send(socket_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;
    sent += static_cast<std::size_t>(count);
  }
}

void TcpPeer::end_writing() { ::shutdown(socket_, SHUT_WR); }

std::string TcpPeer::read(std::size_t size) {
  std::string text;
  while (text.size() < size && readable()) {
    std::array<char, 4096> chunk{};
    auto const count = ::recv(socket_, chunk.data(), std::min(chunk.size(), size - text.size()), 0);
    if (count <= 0) break;
    text.append(chunk.data(), static_cast<std::size_t>(count));
  }
  return text;
}

std::string TcpPeer::read_to(std::string const& end) {
  std::string text;
  while (!text.ends_with(end)) {
    std::string const more = read(1);
    if (more.empty()) break;
    text += more;
  }
  return text;
}

bool TcpPeer::closed() {
  while (readable()) {
    std::array<char, 65536> chunk{};
    if (::recv(socket_, chunk.data(), chunk.size(), 0) <= 0) return true;
  }
  return false;
}

std::string TcpPeer::own_address() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  return "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

bool TcpPeer::readable() const {
  pollfd watched{socket_, POLLIN, 0};
  int const patience = static_cast<int>(std::chrono::milliseconds{patience_max}.count());
  return ::poll(&watched, 1, patience) > 0;
}

}  // namespace drydock::transport
