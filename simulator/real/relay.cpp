#include "simulator/real/relay.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace drydock::simulator {

void Way::pump(int from, int to, VirtualTime now, Pace const& pace) {
  read(from, now, pace);
  write(to, now);
  if (!seen_end_ || told_end_ || !pieces_.empty()) return;
  shutdown(to, SHUT_WR);
  told_end_ = true;
}

void Way::read(int from, VirtualTime now, Pace const& pace) {
  std::array<char, 16384> buffer;
  while (wants_input()) {
    ssize_t const count = recv(from, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
      seen_end_ = true;
      return;
    }
    std::string_view const bytes{buffer.data(), static_cast<std::size_t>(count)};
    std::uint64_t const begin = std::exchange(read_, read_ + bytes.size());
    if (discards_) continue;
    VirtualTime const release = now + pace.delay();
    std::size_t punctual = bytes.size();
    if (late_ && late_->from < read_) {
      punctual = late_->from > begin ? static_cast<std::size_t>(late_->from - begin) : 0;
    }
    add(bytes.substr(0, punctual), release, pace.bytes_per_second);
    if (punctual == bytes.size()) continue;
    add(bytes.substr(punctual), std::max(release, late_->until), pace.bytes_per_second);
  }
}

/// A narrow line lets bytes through a few at a time.
void Way::add(std::string_view bytes, VirtualTime release, std::uint64_t bytes_per_second) {
  constexpr std::uint64_t pieces_a_second = 20;
  constexpr std::uint64_t least = 16;
  constexpr Duration second = std::chrono::seconds{1};
  std::size_t most = bytes.size();
  if (bytes_per_second > 0) most = std::max(bytes_per_second / pieces_a_second, least);
  while (!bytes.empty()) {
    std::string_view const piece = bytes.substr(0, most);
    if (!pieces_.empty()) release = std::max(release, pieces_.back().release);
    if (bytes_per_second > 0) {
      release += second * static_cast<std::int64_t>(piece.size()) /
                 static_cast<std::int64_t>(bytes_per_second);
    }
    pieces_.push_back({release, std::string(piece)});
    held_ += piece.size();
    bytes.remove_prefix(piece.size());
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

void Way::expect(std::size_t bytes) {
  expected_from_ = std::max(expected_, read_);
  expected_ = expected_from_ + bytes;
}

void Relay::pump(VirtualTime now, State const& there, State const& back) {
  if (forgotten()) return;
  if (severed_ || !there.is_blocked)
    there_.pump(connecting_.number(), binding_.number(), now, there.pace);
  if (severed_ || !back.is_blocked)
    back_.pump(binding_.number(), connecting_.number(), now, back.pace);
}

void Relay::sever() {
  severed_ = true;
  there_.discard();
  back_.discard();
  shutdown(connecting_.number(), SHUT_WR);
  shutdown(binding_.number(), SHUT_WR);
}

void Relay::forget(bool tells_connecting, bool tells_binding) {
  forgotten_ = true;
  there_.discard();
  back_.discard();
  if (tells_connecting) shutdown(connecting_.number(), SHUT_RDWR);
  if (tells_binding) shutdown(binding_.number(), SHUT_RDWR);
}

void Relay::lose(bool connecting) { (connecting ? there_ : back_).discard(); }

void Relay::watch(std::vector<pollfd>& items, VirtualTime now, bool there_blocked,
                  bool back_blocked) {
  if (forgotten()) return;
  auto const add = [&](Way const& way, int from, int to) {
    if (way.wants_input()) items.push_back({from, POLLIN, 0});
    if (way.wants_room(now)) items.push_back({to, POLLOUT, 0});
  };
  if (severed_ || !there_blocked) add(there_, connecting_.number(), binding_.number());
  if (severed_ || !back_blocked) add(back_, binding_.number(), connecting_.number());
}

}  // namespace drydock::simulator
