#include "program/service_trust.hpp"

#include <unistd.h>

#include <array>
#include <filesystem>

#include "program/config_directory.hpp"
#include "reference/files/directory_files.hpp"
#include "reference/transport/entropy.hpp"

namespace drydock::program {
namespace {

namespace fs = std::filesystem;
using files::DirectoryFiles;

constexpr std::string_view blanks = " \t\r\n\v\f";

std::string trimmed(std::string const& text) {
  std::size_t const first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The trimmed content of a file, or nothing where it cannot be read.
std::string content_of(fs::path const& path) {
  auto const content = DirectoryFiles{path.parent_path().string()}.read(path.filename().string());
  return content && *content ? trimmed(**content) : std::string{};
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? std::string{name.data()} : "unknown";
}

}  // namespace

void ServiceTrust::add_flags(CommandLine& line) {
  line.option("--enrollment-address", settings.address, "where to enroll, for tcp");
  line.option("--enrollment-token-file", enrollment_token_file,
              "the daemon's enrollment token; $MOOR_ENROLLMENT_TOKEN comes first");
  line.option("--data-dir", data_directory, "where keys and identity are kept, for tcp");
  line.option("--daemon-key", pinned_daemon_key, "the daemon's public key, if no other will do");
}

Result<void> ServiceTrust::load() {
  files_ = std::make_unique<DirectoryFiles>(data_directory);
  settings.clock = &clock_;
  settings.hostname = host_name();
  auto const keys = transport::curve_keys_from_entropy();
  if (!keys) return fail(keys.error().message);
  settings.fresh_keys = *keys;
  if (!pinned_daemon_key.empty()) {
    auto const key = CurvePublicKey::parse(pinned_daemon_key);
    if (!key) return fail("--daemon-key: " + key.error().message);
    settings.pinned_daemon_key = *key;
  }
  settings.enrollment_token = trimmed(environment("MOOR_ENROLLMENT_TOKEN"));
  if (settings.enrollment_token.empty() && !enrollment_token_file.empty()) {
    settings.enrollment_token = content_of(fs::absolute(enrollment_token_file));
  }
  if (settings.enrollment_token.empty()) {
    settings.enrollment_token = content_of(fs::path{config_directory()} / "enrollment-token");
  }
  return {};
}

}  // namespace drydock::program
