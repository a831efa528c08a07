#include "program/trust.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "reference/files/directory_files.hpp"
#include "reference/moor/enrollment/key_file.hpp"
#include "reference/transport/entropy.hpp"

namespace drydock::program {
namespace {

namespace fs = std::filesystem;
using files::DirectoryFiles;

constexpr char const* daemon_key_stem = "daemon-curve";
constexpr std::string_view blanks = " \t\r\n\v\f";

std::string environment(char const* name) {
  char const* const value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string{value};
}

WallTime wall_time() {
  auto const since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return WallTime::from_unix(std::chrono::duration_cast<Duration>(since_epoch));
}

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

std::string config_directory() {
  if (std::string const xdg = environment("XDG_CONFIG_HOME"); !xdg.empty()) return xdg + "/moor";
  if (std::string const home = environment("HOME"); !home.empty()) return home + "/.config/moor";
  return ".";
}

void DaemonTrust::add_flags(CommandLine& line) {
  line.option("--data-dir", data_directory, "where keys and allowed hosts are kept, for tcp");
  line.option("--enrollment-token-file", enrollment_token_file,
              "what newcomers have to know; relative to the configuration's directory");
}

Result<void> DaemonTrust::open_token_store() {
  fs::path const path{enrollment_token_file};
  if (!path.has_filename()) {
    return fail(fmt::format("--enrollment-token-file: '{}' names no file", path.string()));
  }
  fs::path const whole = path.is_absolute() ? path : fs::path{config_directory()} / path;
  config_ = std::make_unique<DirectoryFiles>(whole.parent_path().string());
  token_name_ = whole.filename().string();
  return {};
}

Result<void> DaemonTrust::rotate_enrollment_token() {
  if (auto const opened = open_token_store(); !opened) return opened;
  auto const token = transport::uuid_from_entropy();
  if (!token) return fail(token.error().message);
  return config_->write(token_name_, token->text());
}

Result<moor::daemon::Trust> DaemonTrust::load() {
  data_ = std::make_unique<DirectoryFiles>(data_directory);
  auto keys = moor::enrollment::read_key_files(*data_, daemon_key_stem);
  if (!keys) return fail(keys.error().message);
  if (!*keys) {
    auto const fresh = transport::curve_keys_from_entropy();
    if (!fresh) return fail(fresh.error().message);
    auto const written = moor::enrollment::write_key_files(*data_, daemon_key_stem, *fresh);
    if (!written) return fail(written.error().message);
    *keys = *fresh;
  }
  if (auto const opened = open_token_store(); !opened) return fail(opened.error().message);
  auto const token = config_->read(token_name_);
  if (!token) return fail(token.error().message);
  if (!*token) {
    if (auto const made = rotate_enrollment_token(); !made) return fail(made.error().message);
  }
  return moor::daemon::Trust{data_.get(), config_.get(), **keys, wall_time(), token_name_};
}

void ServiceTrust::add_flags(CommandLine& line) {
  line.option("--enrollment-address", settings.address, "where to enroll, for tcp");
  line.option("--enrollment-token-file", enrollment_token_file,
              "the daemon's enrollment token; $MOOR_ENROLLMENT_TOKEN comes first");
  line.option("--data-dir", data_directory, "where keys and identity are kept, for tcp");
  line.option("--daemon-key", pinned_daemon_key, "the daemon's public key, if no other will do");
}

Result<void> ServiceTrust::load() {
  files_ = std::make_unique<DirectoryFiles>(data_directory);
  settings.started_at = wall_time();
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
