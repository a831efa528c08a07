#include "simulator/real/relay.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace drydock::simulator {

void Way::pump(int from, int to, VirtualTime now, std::function<Duration()> const& delay) {
  read(from, now, delay);
  write(to, now);
  if (!seen_end_ || told_end_ || !pieces_.empty()) return;
  shutdown(to, SHUT_WR);
  told_end_ = true;
}

void Way::read(int from, VirtualTime now, std::function<Duration()> const& delay) {
  std::array<char, 16384> buffer;
  while (wants_input()) {
    ssize_t const count = recv(from, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
      seen_end_ = true;
      return;
    }
    auto const size = static_cast<std::size_t>(count);
    read_ += size;
    if (discards_) continue;
    VirtualTime release = now + delay();
    if (!pieces_.empty()) release = std::max(release, pieces_.back().release);
    pieces_.push_back({release, std::string(buffer.data(), size)});
    held_ += size;
  }
}

void Way::write(int to, VirtualTime now) {
  while (!pieces_.empty() && pieces_.front().release <= now) {
    std::string& bytes = pieces_.front().bytes;
    ssize_t const count = send(to, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count < 0) return discard();  // Nobody reads it any more.
    held_ -= static_cast<std::size_t>(count);
    bytes.erase(0, static_cast<std::size_t>(count));
    if (bytes.empty()) pieces_.pop_front();
  }
}

void Way::discard() {
  discards_ = true;
  pieces_.clear();
  held_ = 0;
}

bool Way::wants_room(VirtualTime now) const {
  return !pieces_.empty() && pieces_.front().release <= now;
}

std::optional<VirtualTime> Way::next_release() const {
  if (pieces_.empty()) return std::nullopt;
  return pieces_.front().release;
}

void Way::expect(std::size_t bytes) { expected_ = std::max(expected_, read_) + bytes; }

void Relay::pump(VirtualTime now, State const& there, State const& back) {
  if (severed_ || !there.is_blocked)
    there_.pump(connecting_.number(), binding_.number(), now, there.delay);
  if (severed_ || !back.is_blocked)
    back_.pump(binding_.number(), connecting_.number(), now, back.delay);
}

void Relay::sever() {
  severed_ = true;
  there_.discard();
  back_.discard();
  shutdown(connecting_.number(), SHUT_WR);
  shutdown(binding_.number(), SHUT_WR);
}

void Relay::lose(bool connecting) { (connecting ? there_ : back_).discard(); }

void Relay::watch(std::vector<pollfd>& items, VirtualTime now, bool there_blocked,
                  bool back_blocked) {
  auto const add = [&](Way const& way, int from, int to) {
    if (way.wants_input()) items.push_back({from, POLLIN, 0});
    if (way.wants_room(now)) items.push_back({to, POLLOUT, 0});
  };
  if (severed_ || !there_blocked) add(there_, connecting_.number(), binding_.number());
  if (severed_ || !back_blocked) add(back_, binding_.number(), connecting_.number());
}

}  // namespace drydock::simulator
