#include "reference/transport/bind_path.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "reference/transport/stop.hpp"

namespace drydock::transport {
namespace {

/// The outcome of connect(2): 0, or the error.
Result<int> try_connect(std::string const& path) {
  Descriptor const probe{::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (probe.number() < 0) return fail(fmt::format("socket: {}", std::strerror(errno)));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return fail("the path is too long for a socket");
  std::memcpy(address.sun_path, path.data(), path.size());
  if (::connect(probe.number(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    return 0;
  }
  return errno;
}

}  // namespace

Result<void> probe_bind_path(std::string const& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return {};
    return fail(std::strerror(errno));
  }
  if (!S_ISSOCK(status.st_mode)) return fail("there is a file that is no socket");
  auto const outcome = try_connect(path);
  if (!outcome) return tl::make_unexpected(outcome.error());
  switch (*outcome) {
    case ECONNREFUSED:
    case ENOENT:
      return {};  // Whoever bound it is gone.
    case 0:
    case EAGAIN:  // Somebody listens, with as many waiting as he lets.
      return fail("somebody answers there already");
    default:
      return fail(
          fmt::format("there is a socket that cannot be probed: {}", std::strerror(*outcome)));
  }
}

PrivateFiles::PrivateFiles() : old_mask_(::umask(077)) {}

PrivateFiles::~PrivateFiles() { ::umask(old_mask_); }

SocketFile::SocketFile(std::string path) : path_(std::move(path)) {
  struct stat status{};
  if (::lstat(path_.c_str(), &status) != 0) {
    path_.clear();
    return;
  }
  device_ = status.st_dev;
  inode_ = status.st_ino;
}

SocketFile::~SocketFile() {
  if (path_.empty()) return;
  struct stat status{};
  bool const is_ours =
      ::lstat(path_.c_str(), &status) == 0 && status.st_dev == device_ && status.st_ino == inode_;
  if (is_ours) ::unlink(path_.c_str());
}

SocketFile::SocketFile(SocketFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), device_(other.device_), inode_(other.inode_) {}

}  // namespace drydock::transport
