#include "reference/transport/local_stream.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <utility>

namespace drydock::transport {

int LocalStreamIo::reads_from() const {
  return !ended_ && stream_.wants_input() ? stream_.input : -1;
}

std::optional<Frame> LocalStreamIo::read() {
  std::array<std::uint8_t, 4096> block;
  ssize_t const got = ::read(stream_.input, block.data(), block.size());
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return std::nullopt;
  if (got <= 0) {
    ended_ = true;
    return Frame{};
  }
  return Frame{block.begin(), block.begin() + got};
}

void LocalStreamIo::send(ByteView bytes) {
  if (stream_.output < 0) return;
  pending_.append(text_of(bytes));
  if (pending_.size() > backlog_max) flush();
}

/// Of PIPE_BUF bytes a pipe that can be written to has room. Source: pipe(7).
void LocalStreamIo::write_some() {
  std::size_t const size = std::min<std::size_t>(PIPE_BUF, pending_.size());
  ssize_t const wrote = ::write(stream_.output, pending_.data(), size);
  if (wrote >= 0) {
    pending_.erase(0, static_cast<std::size_t>(wrote));
  } else if (errno != EINTR && errno != EAGAIN) {
    pending_.clear();
    stream_.output = -1;
    failed_ = true;
  }
}

void LocalStreamIo::flush() {
  while (!pending_.empty()) {
    pollfd ready{stream_.output, POLLOUT, 0};
    poll(&ready, 1, -1);
    write_some();
  }
}

}  // namespace drydock::transport
