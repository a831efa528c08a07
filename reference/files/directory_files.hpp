#pragma once

#include <string>
#include <string_view>

#include "reference/machine/file_store.hpp"

namespace drydock::files {

/// The files below one directory, which is made where it is missing. Directories are 0700 and files
/// 0600, from the moment that they exist and whatever the umask. Names are relative, and none leads
/// out of the directory. Errors name the path and the system's reason.
class DirectoryFiles : public FileStore {
 public:
  explicit DirectoryFiles(std::string root) : root_(std::move(root)) {}

  Result<std::optional<std::string>> read(std::string_view name) override;
  Result<void> write(std::string_view name, std::string_view content) override;
  Result<void> remove(std::string_view name) override;
  Result<std::vector<std::string>> list(std::string_view directory) override;

 private:
  Result<std::string> path_of(std::string_view name) const;

  std::string root_;
};

}  // namespace drydock::files
