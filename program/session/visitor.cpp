#include "program/session/visitor.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <utility>

#include "reference/transport/transport_testing.hpp"

namespace drydock::program {
namespace {

using Clock = std::chrono::steady_clock;

int left_until(Clock::time_point end) {
  auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
  return left.count() < 0 ? 0 : static_cast<int>(left.count());
}

}  // namespace

Visitor::Visitor(Visitor&& other) noexcept
    : name_(std::move(other.name_)),
      socket_(std::exchange(other.socket_, -1)),
      transcript_(std::move(other.transcript_)),
      heard_(other.heard_) {}

Visitor& Visitor::operator=(Visitor&& other) noexcept {
  std::swap(name_, other.name_);
  std::swap(socket_, other.socket_);
  std::swap(transcript_, other.transcript_);
  std::swap(heard_, other.heard_);
  return *this;
}

bool Visitor::dial(std::uint16_t port) {
  hang_up();
  heard_ = transcript_.size();
  // Closed in the processes that are started later, or they would keep the call open.
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return true;
  hang_up();
  return false;
}

void Visitor::hang_up() {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

void Visitor::type(std::string const& line) {
  std::string const bytes = line + "\r\n";
  // Whether the call is over shows when reading.
  if (socket_ >= 0) (void)::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

bool Visitor::read(int milliseconds) {
  if (socket_ < 0) return false;
  pollfd ready{socket_, POLLIN, 0};
  if (::poll(&ready, 1, milliseconds) != 1) return false;
  std::array<char, 65536> bytes;
  ssize_t const size = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (size <= 0) {
    hang_up();
  } else {
    transcript_.append(bytes.data(), static_cast<std::size_t>(size));
  }
  return true;
}

std::optional<std::size_t> Visitor::hears_one_of(std::initializer_list<std::string> texts) {
  auto const end = Clock::now() + transport::patience_max;
  for (;;) {
    std::optional<std::size_t> found;
    std::size_t first = std::string::npos;
    std::size_t behind = 0;
    std::size_t at = 0;
    for (std::string const& text : texts) {
      std::size_t const place = transcript_.find(text, heard_);
      if (place < first) {
        first = place;
        behind = place + text.size();
        found = at;
      }
      ++at;
    }
    if (found) {
      heard_ = behind;
      return found;
    }
    if (!read(left_until(end))) return std::nullopt;
  }
}

bool Visitor::is_cut_off() {
  auto const end = Clock::now() + transport::patience_max;
  while (socket_ >= 0) {
    if (!read(left_until(end))) return false;
  }
  return true;
}

bool Visitor::is_connected() {
  while (read(0)) {
  }
  return socket_ >= 0;
}

}  // namespace drydock::program
