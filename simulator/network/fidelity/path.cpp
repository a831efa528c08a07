#include "simulator/network/fidelity/path.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::simulator::fidelity {
namespace {

sockaddr_un address_of(std::string_view endpoint) {
  constexpr std::string_view scheme = "ipc://";
  ENSURE(endpoint.starts_with(scheme));
  endpoint.remove_prefix(scheme.size());
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  ENSURE(endpoint.size() < sizeof address.sun_path);
  std::copy(endpoint.begin(), endpoint.end(), address.sun_path);
  return address;
}

sockaddr const* generic(sockaddr_un const& address) {
  return reinterpret_cast<sockaddr const*>(&address);
}

}  // namespace

Path::Path(std::string const& from, std::string to)
    : to_(std::move(to)), listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
  sockaddr_un const address = address_of(from);
  ENSURE(::bind(listener_, generic(address), sizeof address) == 0);
  constexpr int backlog = 10;
  ENSURE(::listen(listener_, backlog) == 0);
}

Path::~Path() {
  for (Line& line : lines_) close(line);
  ::close(listener_);
}

void Path::close(Line& line) {
  for (int* const end : {&line.connecting, &line.binding}) {
    if (*end >= 0) ::close(std::exchange(*end, -1));
  }
}

void Path::carry() {
  if (is_clogged_) return;
  for (int taken = 0; (taken = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
    Line line{taken, ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)};
    sockaddr_un const address = address_of(to_);
    if (::connect(line.binding, generic(address), sizeof address) != 0) close(line);
    lines_.push_back(line);
  }
  for (std::size_t at = lines_forgotten_; at < lines_.size(); ++at) {
    Line& line = lines_[at];
    if (line.connecting < 0 || line.binding < 0) continue;
    bool const lives = pass(line.connecting, line.binding) && pass(line.binding, line.connecting);
    if (!lives) close(line);
  }
}

/// False at the end of what comes from there.
bool Path::pass(int from, int to) {
  std::array<char, 4096> bytes{};
  for (;;) {
    ssize_t const got = ::recv(from, bytes.data(), bytes.size(), 0);
    if (got == 0) return false;
    if (got < 0) return errno == EAGAIN;
    // As little as tests send always has room.
    if (::send(to, bytes.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) != got) return false;
  }
}

void Path::end_for_connecting() {
  for (Line& line : lines_) {
    if (line.connecting >= 0) ::close(std::exchange(line.connecting, -1));
  }
}

}  // namespace drydock::simulator::fidelity
