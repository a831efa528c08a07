#include "program/service_trust.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "program/config_directory.hpp"
#include "program/loose_files.hpp"
#include "reference/files/directory_files.hpp"
#include "reference/transport/entropy.hpp"
#include "reference/transport/log.hpp"

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
  Rng rng = transport::system_rng();
  settings.fresh_keys = CurveKeyPair::generate(rng);
  if (!pinned_daemon_key.empty()) {
    auto const key = CurvePublicKey::parse(pinned_daemon_key);
    if (!key) return fail("--daemon-key: " + key.error().message);
    settings.pinned_daemon_key = *key;
  }
  settings.enrollment_token = enrollment_token();
  return {};
}

Result<void> ServiceTrust::load_client(Duration wait_max, LogLevel log_level) {
  settings.service_type = "drydock-host";
  settings.attempt_max = wait_max;
  settings.attempts_max = 1;
  return load(transport::log_to_stderr(log_level));
}

bool ServiceTrust::is_needed(std::vector<std::string> const& addresses, bool insecure) {
  return !insecure && std::ranges::any_of(addresses, [](std::string const& address) {
    return address.starts_with("tcp://");
  });
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
