#include "reference/files/directory_files.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "reference/files/atomic_file.hpp"

namespace drydock::files {
namespace {

namespace fs = std::filesystem;

constexpr mode_t file_mode = 0600;
constexpr std::uintmax_t bytes_max = 1
                                     << 20;  // These are small files; a large one is no such file.

auto cannot(char const* act, std::string const& path, std::string const& why) {
  return fail(fmt::format("cannot {} {}: {}", act, path, why));
}

/// Makes the directory and those above it that are missing, each for its owner only.
Result<void> make_directory(fs::path const& directory) {
  if (directory.empty() || fs::is_directory(directory)) return {};
  if (auto const above = make_directory(directory.parent_path()); !above) return above;
  if (mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    return cannot("make", directory, std::strerror(errno));
  }
  return {};
}

}  // namespace

Result<std::string> DirectoryFiles::path_of(std::string_view name) const {
  fs::path const relative{name};
  bool const leads_out = std::any_of(relative.begin(), relative.end(),
                                     [](fs::path const& part) { return part == ".."; });
  if (name.empty() || relative.is_absolute() || leads_out) {
    return fail(fmt::format("'{}' is no name of a file in {}", name, root_));
  }
  return (fs::path{root_} / relative).string();
}

Result<std::optional<std::string>> DirectoryFiles::read(std::string_view name) {
  auto const path = path_of(name);
  if (!path) return fail(path.error().message);
  std::error_code error;
  auto const status = fs::status(*path, error);
  if (status.type() == fs::file_type::not_found) return std::nullopt;
  if (!fs::is_regular_file(status)) return cannot("read", *path, "it is no regular file");
  if (fs::file_size(*path, error) > bytes_max) return cannot("read", *path, "it is too large");
  errno = 0;
  std::ifstream file(*path, std::ios::binary);
  if (!file) return cannot("read", *path, std::strerror(errno));
  std::string content{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) return cannot("read", *path, "the system could not");
  return content;
}

Result<void> DirectoryFiles::write(std::string_view name, std::string_view content) {
  auto const path = path_of(name);
  if (!path) return fail(path.error().message);
  if (auto const made = make_directory(fs::path{*path}.parent_path()); !made) return made;
  return write_file_atomically(*path, content, file_mode, Existing::replace);
}

Result<void> DirectoryFiles::remove(std::string_view name) {
  auto const path = path_of(name);
  if (!path) return fail(path.error().message);
  std::error_code error;
  fs::remove(*path, error);
  if (error) return cannot("remove", *path, error.message());
  return {};
}

Result<std::vector<std::string>> DirectoryFiles::list(std::string_view directory) {
  auto const path = path_of(directory);
  if (!path) return fail(path.error().message);
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entries{*path, error};
  if (error == std::errc::no_such_file_or_directory) return names;
  if (error) return cannot("list", *path, error.message());
  for (fs::directory_iterator const end; entries != end; entries.increment(error)) {
    names.push_back(entries->path().filename().string());
    if (error) return cannot("list", *path, error.message());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace drydock::files
