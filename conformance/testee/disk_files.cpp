#include "conformance/testee/disk_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "conformance/judge/finding.hpp"

namespace drydock::conformance {
namespace {

namespace fs = std::filesystem;

void check(std::error_code const& error, std::string_view act, std::string_view path) {
  if (error) throw CannotRun{fmt::format("cannot {} {}: {}", act, path, error.message())};
}

}  // namespace

/// A testee may write and remove files meanwhile, so whatever goes wrong ends the listing only.
std::vector<std::string> DiskFiles::list(std::string_view directory) const {
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::recursive_directory_iterator at{directory, error}, end; !error && at != end;
       at.increment(error)) {
    if (at->is_regular_file(error)) paths.push_back(at->path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::optional<std::string> DiskFiles::read(std::string_view path) const {
  std::ifstream file{std::string(path), std::ios::binary};
  if (!file) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>{file}, {}};
}

void DiskFiles::make_directory(std::string_view path) {
  std::error_code error;
  fs::create_directories(path, error);
  check(error, "make the directory", path);
}

void DiskFiles::write(std::string_view path, std::string_view content) {
  make_directory(fs::path{path}.parent_path().string());
  std::ofstream file{std::string(path), std::ios::binary | std::ios::trunc};
  file << content;
  if (!file.flush()) throw CannotRun{fmt::format("cannot write {}", path)};
}

void DiskFiles::remove(std::string_view path) {
  std::error_code error;
  fs::remove(path, error);
  check(error, "remove", path);
}

std::optional<unsigned> DiskFiles::mode(std::string_view path) const {
  std::error_code error;
  fs::file_status const status = fs::status(path, error);
  if (error || !fs::exists(status)) return std::nullopt;
  return static_cast<unsigned>(status.permissions());
}

void DiskFiles::set_mode(std::string_view path, unsigned mode) {
  std::error_code error;
  fs::permissions(path, static_cast<fs::perms>(mode), error);
  check(error, "change the mode of", path);
}

}  // namespace drydock::conformance
