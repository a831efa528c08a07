#include "conformance/testee/memory_files.hpp"

#include <utility>

namespace drydock::conformance {
namespace {

/// A FileStore whose names are paths below a directory.
class Directory final : public FileStore {
 public:
  Directory(MemoryFiles& files, std::string path)
      : files_(files), prefix_(std::move(path.append("/"))) {}

  Result<std::optional<std::string>> read(std::string_view name) override {
    return files_.read(path_of(name));
  }
  Result<void> write(std::string_view name, std::string_view content) override {
    files_.write(path_of(name), content);
    return {};
  }
  Result<void> remove(std::string_view name) override {
    files_.remove(path_of(name));
    return {};
  }
  Result<std::vector<std::string>> list(std::string_view directory) override {
    std::string const path = path_of(directory);
    std::vector<std::string> names;
    for (std::string const& file : files_.list(path)) names.push_back(file.substr(path.size() + 1));
    return names;
  }

 private:
  std::string path_of(std::string_view name) const { return prefix_ + std::string(name); }

  MemoryFiles& files_;
  std::string const prefix_;
};

}  // namespace

std::vector<std::string> MemoryFiles::list(std::string_view directory) const {
  std::string const prefix = std::string(directory) + "/";
  std::vector<std::string> paths;
  for (auto at = content_.lower_bound(prefix);
       at != content_.end() && at->first.starts_with(prefix); ++at) {
    paths.push_back(at->first);
  }
  return paths;
}

std::optional<std::string> MemoryFiles::read(std::string_view path) const {
  auto const found = content_.find(path);
  return found == content_.end() ? std::nullopt : std::optional{found->second};
}

void MemoryFiles::write(std::string_view path, std::string_view content) {
  content_.insert_or_assign(std::string(path), std::string(content));
}

void MemoryFiles::remove(std::string_view path) {
  if (auto const found = content_.find(path); found != content_.end()) content_.erase(found);
}

FileStore& MemoryFiles::directory(std::string_view path) {
  std::unique_ptr<FileStore>& directory = directories_[std::string(path)];
  if (!directory) directory = std::make_unique<Directory>(*this, std::string(path));
  return *directory;
}

}  // namespace drydock::conformance
