#include "program/daemon_trust.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "program/config_directory.hpp"
#include "program/loose_files.hpp"
#include "reference/files/directory_files.hpp"
#include "reference/moor/enrollment/key_file.hpp"
#include "reference/transport/entropy.hpp"

namespace drydock::program {
namespace {

namespace fs = std::filesystem;
using files::DirectoryFiles;

using moor::daemon::Defect;

constexpr char const* daemon_key_stem = "daemon-curve";

std::unique_ptr<FileStore> files_in(std::string directory, moor::daemon::Defects const& defects) {
  if (defects.has(Defect::loose_modes)) return loose_files(std::move(directory));
  if (defects.has(Defect::torn_writes)) return torn_files(std::move(directory));
  return std::make_unique<DirectoryFiles>(std::move(directory));
}

}  // namespace

void DaemonTrust::add_flags(CommandLine& line) {
  line.option("--data-dir", data_directory, "where keys and allowed hosts are kept, for tcp");
  line.option("--enrollment-token-file", enrollment_token_file,
              "what newcomers have to know; relative to the configuration's directory");
  line.flag("--rotate-enrollment-token", rotate_, "only makes a new enrollment token, and ends");
  signing_keys.add_flags(line);
}

Result<void> DaemonTrust::open_token_store(moor::daemon::Defects const& defects) {
  fs::path const path{enrollment_token_file};
  if (!path.has_filename()) {
    return fail(fmt::format("--enrollment-token-file: '{}' names no file", path.string()));
  }
  fs::path const whole = path.is_absolute() ? path : fs::path{config_directory()} / path;
  config_ = files_in(whole.parent_path().string(), defects);
  token_name_ = whole.filename().string();
  return {};
}

Result<void> DaemonTrust::rotate_enrollment_token() {
  Rng rng = transport::system_rng();
  return config_->write(token_name_, Uuid::random(rng).text());
}

Result<void> DaemonTrust::run_errand(moor::daemon::Settings const& settings) {
  if (rotate_) {
    if (auto const opened = open_token_store(settings.defects); !opened) return opened;
    if (auto const rotated = rotate_enrollment_token(); !rotated) return rotated;
  }
  if (!signing_keys.is_errand()) return {};
  if (auto const opened = signing_keys.open(settings.defects); !opened) return opened;
  return signing_keys.run_errand(settings, clock_.wall_time(VirtualTime{}));
}

Result<CurveKeyPair> DaemonTrust::curve_keys(moor::daemon::Defects const& defects) {
  auto const keys = moor::enrollment::read_key_files(*data_, daemon_key_stem);
  if (!keys && !defects.has(Defect::half_pair_regenerated)) {
    return tl::make_unexpected(keys.error());
  }
  if (keys && *keys) return **keys;
  Rng rng = transport::system_rng();
  CurveKeyPair const fresh = CurveKeyPair::generate(rng);
  auto const written = moor::enrollment::write_key_files(*data_, daemon_key_stem, fresh);
  if (!written) return tl::make_unexpected(written.error());
  return fresh;
}

Result<moor::daemon::Trust> DaemonTrust::load(moor::daemon::Settings const& settings) {
  data_ = files_in(data_directory, settings.defects);
  auto const keys = curve_keys(settings.defects);
  if (!keys) return tl::make_unexpected(keys.error());
  if (auto const opened = open_token_store(settings.defects); !opened) {
    return tl::make_unexpected(opened.error());
  }
  auto const token = config_->read(token_name_);
  if (!token) return tl::make_unexpected(token.error());
  if (!*token) {
    if (auto const made = rotate_enrollment_token(); !made) return fail(made.error().message);
  }
  if (auto const opened = signing_keys.open(settings.defects); !opened) {
    return fail(opened.error().message);
  }
  if (auto const ready = signing_keys.prepare(settings.strict); !ready) {
    return fail(ready.error().message);
  }
  return moor::daemon::Trust{.data = data_.get(),
                             .config = config_.get(),
                             .keys = *keys,
                             .clock = &clock_,
                             .enrollment_token_file = token_name_,
                             .signing_keys = signing_keys.files(),
                             .signing_key_names = signing_keys.names()};
}

}  // namespace drydock::program
