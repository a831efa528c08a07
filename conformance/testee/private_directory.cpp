#include "conformance/testee/private_directory.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "conformance/judge/finding.hpp"

namespace drydock::conformance {

namespace {

/// A socket's path has to fit in 107 bytes, which many a TMPDIR would use up.
std::string temporary_folder() {
  char const* const wished = std::getenv("TMPDIR");
  constexpr std::size_t wished_max = 60;
  bool const usable = wished != nullptr && *wished == '/' && std::strlen(wished) <= wished_max;
  return usable ? wished : "/tmp";
}

}  // namespace

PrivateDirectory::PrivateDirectory(std::string const& parent) {
  path_ = fmt::format("{}/drydock-XXXXXX", parent.empty() ? temporary_folder() : parent);
  if (mkdtemp(path_.data()) == nullptr) {
    throw CannotRun{fmt::format("cannot make a directory {}: {}", path_, std::strerror(errno))};
  }
}

PrivateDirectory::~PrivateDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace drydock::conformance
