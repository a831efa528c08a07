#pragma once

#include <string>

namespace drydock::conformance {

/// A new directory that only we can enter, removed with all that is in it. Its path is short, since
/// that of an ipc socket has to be. Throws `CannotRun` when it cannot be made.
class PrivateDirectory {
 public:
  /// In `parent`, or where temporary files go.
  explicit PrivateDirectory(std::string const& parent = {});
  ~PrivateDirectory();
  PrivateDirectory(PrivateDirectory const&) = delete;
  PrivateDirectory& operator=(PrivateDirectory const&) = delete;
  std::string const& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace drydock::conformance
