#include "reference/files/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace drydock::files {
namespace {

tl::unexpected<Error> system_failure(std::string const& path, int error) {
  return fail(fmt::format("{}: {}", path, std::strerror(error)));
}

/// A file under a name of its own that goes away with this object.
class TemporaryFile {
 public:
  /// mkostemp creates it with mode 0600 less the umask, and fails where there is anything of that
  /// name.
  explicit TemporaryFile(std::string const& beside)
      : name_(beside + ".XXXXXX"), descriptor_(::mkostemp(name_.data(), O_CLOEXEC)) {}
  ~TemporaryFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(name_.c_str());  // Fails, and should, where it has been renamed.
  }
  TemporaryFile(TemporaryFile const&) = delete;
  TemporaryFile& operator=(TemporaryFile const&) = delete;

  bool open() const { return descriptor_ >= 0; }
  std::string const& name() const { return name_; }

  /// Gives the number of the system's error, or 0.
  int fill(std::string_view content, mode_t mode) {
    if (::fchmod(descriptor_, mode) != 0) return errno;
    while (!content.empty()) {
      ssize_t const written = ::write(descriptor_, content.data(), content.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return errno;
      content.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor_) == 0 ? 0 : errno;
  }

 private:
  std::string name_;
  int descriptor_;
};

/// A link, unlike a rename, does not replace what is there.
int put_in_place(std::string const& from, std::string const& to, Existing existing) {
  int const result = existing == Existing::replace ? ::rename(from.c_str(), to.c_str())
                                                   : ::link(from.c_str(), to.c_str());
  return result == 0 ? 0 : errno;
}

/// A new name is on the disk once its directory is.
int flush_directory_of(std::string const& path) {
  std::string const directory = std::filesystem::path(path).parent_path().string();
  int const descriptor =
      ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  int const error = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  return error;
}

}  // namespace

Result<void> write_file_atomically(std::string const& path, std::string_view content, mode_t mode,
                                   Existing existing) {
  TemporaryFile file{path};
  if (!file.open()) return system_failure(path, errno);
  int error = file.fill(content, mode);
  if (error == 0) error = put_in_place(file.name(), path, existing);
  if (error == 0) error = flush_directory_of(path);
  if (error != 0) return system_failure(path, error);
  return {};
}

}  // namespace drydock::files
