#include "program/loose_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "reference/files/directory_files.hpp"
#include "reference/transport/bind_path.hpp"
#include "reference/transport/stop.hpp"

namespace drydock::program {
namespace {

namespace fs = std::filesystem;
using files::DirectoryFiles;
using transport::Descriptor;

class LooseFiles final : public DirectoryFiles {
 public:
  explicit LooseFiles(std::string root) : DirectoryFiles(root), root_(std::move(root)) {}

  Result<void> write(std::string_view name, std::string_view content) override {
    auto const written = DirectoryFiles::write(name, content);
    fs::path const path = root_ / name;
    std::error_code ignored;  // A defect need not work.
    fs::permissions(path.parent_path(), static_cast<fs::perms>(0755), ignored);
    fs::permissions(path, static_cast<fs::perms>(0644), ignored);
    return written;
  }

 private:
  fs::path root_;
};

Result<void> append(Descriptor const& file, std::string_view part) {
  bool const written =
      ::write(file.number(), part.data(), part.size()) == static_cast<ssize_t>(part.size());
  if (!written || ::fsync(file.number()) != 0) return fail(std::strerror(errno));
  return {};
}

class InPlaceFiles final : public DirectoryFiles {
 public:
  enum class Steps : std::uint8_t { one, two };

  InPlaceFiles(std::string root, mode_t mode, Steps steps)
      : DirectoryFiles(root), root_(std::move(root)), mode_(mode), steps_(steps) {}

  Result<void> write(std::string_view name, std::string_view content) override {
    fs::path const path = root_ / name;
    make_directory_of(path);
    Descriptor const file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_)};
    if (file.number() < 0) return cannot_write(path, std::strerror(errno));
    std::size_t const first = steps_ == Steps::two ? content.size() / 2 : content.size();
    auto const written = append(file, content.substr(0, first)).and_then([&] {
      return append(file, content.substr(first));
    });
    return written ? written : cannot_write(path, written.error().message);
  }

 private:
  static Result<void> cannot_write(fs::path const& path, std::string const& why) {
    return fail(fmt::format("cannot write {}: {}", path.string(), why));
  }
  /// For its owner only: that is no part of the defect.
  static void make_directory_of(fs::path const& path) {
    transport::PrivateFiles const mask;
    std::error_code ignored;  // Then the file cannot be made, which says more.
    fs::create_directories(path.parent_path(), ignored);
  }

  fs::path root_;
  mode_t mode_;
  Steps steps_;
};

}  // namespace

std::unique_ptr<FileStore> loose_files(std::string root) {
  return std::make_unique<LooseFiles>(std::move(root));
}

std::unique_ptr<FileStore> torn_files(std::string root) {
  return std::make_unique<InPlaceFiles>(std::move(root), 0600, InPlaceFiles::Steps::two);
}

std::unique_ptr<FileStore> default_mode_files(std::string root) {
  return std::make_unique<InPlaceFiles>(std::move(root), 0666, InPlaceFiles::Steps::one);
}

}  // namespace drydock::program
