#include "program/service_trust.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "program/config_directory.hpp"
#include "program/loose_files.hpp"
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
  line.option("--enrollment-address", settings.address,
              "where to enroll, for tcp and the strict profile");
  line.option("--enrollment-token-file", enrollment_token_file,
              "the daemon's enrollment token; $MOOR_ENROLLMENT_TOKEN comes first");
  line.option("--data-dir", data_directory, "where keys and identity are kept");
  line.option("--daemon-key", pinned_daemon_key, "the daemon's public key, if no other will do");
}

Result<void> ServiceTrust::load(transport::LogSink const& log) {
  if (loose_key_file) {
    files_ = loose_files(data_directory);
  } else {
    files_ = std::make_unique<DirectoryFiles>(data_directory);
    warn_of_loose_key(log);
  }
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
  settings.enrollment_token = enrollment_token();
  return {};
}

std::string ServiceTrust::enrollment_token() const {
  std::string const by_default = content_of(fs::path{config_directory()} / "enrollment-token");
  if (default_token_first && !by_default.empty()) return by_default;
  std::string token = trimmed(environment("MOOR_ENROLLMENT_TOKEN"));
  if (token.empty() && !enrollment_token_file.empty()) {
    token = content_of(fs::absolute(enrollment_token_file));
  }
  return token.empty() ? by_default : token;
}

void ServiceTrust::warn_of_loose_key(transport::LogSink const& log) const {
  fs::path const file =
      fs::path{data_directory} / moor::enrollment::secret_key_file(settings.service_type);
  struct stat status = {};
  if (stat(file.c_str(), &status) != 0 || (status.st_mode & 077) == 0) return;
  log(LogLevel::warning, fmt::format("{} has mode {:04o}: others can read or change our secret key",
                                     file.string(), status.st_mode & 07777));
}

}  // namespace drydock::program
