#include "program/daemon_trust.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "program/config_directory.hpp"
#include "reference/files/directory_files.hpp"
#include "reference/moor/enrollment/key_file.hpp"
#include "reference/transport/entropy.hpp"

namespace drydock::program {
namespace {

namespace fs = std::filesystem;
using files::DirectoryFiles;

constexpr char const* daemon_key_stem = "daemon-curve";

}  // namespace

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
  return moor::daemon::Trust{data_.get(), config_.get(), **keys, &clock_, token_name_};
}

}  // namespace drydock::program
