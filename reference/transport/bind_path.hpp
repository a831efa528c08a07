#pragma once

#include <sys/types.h>

#include <string>

#include "reference/core/result.hpp"

namespace drydock::transport {

/// Whether a socket may be bound at `path`: nothing is there, or a socket file that nobody answers
/// on any more. libzmq would take the path from whoever serves there without a word, and delete any
/// other file. Fails saying who or what is in the way. Source: workers UQ-51, DW-46.
Result<void> probe_bind_path(std::string const& path);

/// New files are nobody else's for as long as this lives. The mask is the whole process's.
class PrivateFiles {
 public:
  PrivateFiles();
  ~PrivateFiles();
  PrivateFiles(PrivateFiles const&) = delete;
  PrivateFiles& operator=(PrivateFiles const&) = delete;

 private:
  mode_t old_mask_;
};

/// The socket file that was just bound at `path`; removed at the end, if it is still that one.
class SocketFile {
 public:
  explicit SocketFile(std::string path);
  ~SocketFile();
  SocketFile(SocketFile&& other) noexcept;
  SocketFile& operator=(SocketFile&&) = delete;

 private:
  std::string path_;  // Empty when there is nothing to remove.
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace drydock::transport
