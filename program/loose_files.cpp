#include "program/loose_files.hpp"

#include <filesystem>
#include <utility>

#include "reference/files/directory_files.hpp"

namespace drydock::program {
namespace {

namespace fs = std::filesystem;

class LooseFiles final : public FileStore {
 public:
  explicit LooseFiles(std::string root) : root_(std::move(root)), files_(root_) {}

  Result<std::optional<std::string>> read(std::string_view name) override {
    return files_.read(name);
  }
  Result<void> write(std::string_view name, std::string_view content) override {
    auto const written = files_.write(name, content);
    fs::path const path = fs::path{root_} / name;
    std::error_code ignored;  // A defect need not work.
    fs::permissions(path.parent_path(), static_cast<fs::perms>(0755), ignored);
    fs::permissions(path, static_cast<fs::perms>(0644), ignored);
    return written;
  }
  Result<void> remove(std::string_view name) override { return files_.remove(name); }
  Result<std::vector<std::string>> list(std::string_view directory) override {
    return files_.list(directory);
  }

 private:
  std::string root_;
  files::DirectoryFiles files_;
};

}  // namespace

std::unique_ptr<FileStore> loose_files(std::string root) {
  return std::make_unique<LooseFiles>(std::move(root));
}

}  // namespace drydock::program
