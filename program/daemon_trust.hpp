#pragma once

#include <memory>
#include <string>

#include "program/command_line.hpp"
#include "program/signing_keys.hpp"
#include "reference/machine/file_store.hpp"
#include "reference/moor/daemon/gatekeeper.hpp"
#include "reference/transport/system_clock.hpp"

namespace drydock::program {

/// What a daemon trusts, from its files: keys and an enrollment token are made where there are
/// none.
class DaemonTrust {
 public:
  std::string data_directory = "./moor-data";
  /// Absolute, or relative to the configuration's directory.
  std::string enrollment_token_file = "enrollment-token";
  SigningKeys signing_keys;

  void add_flags(CommandLine& line);
  /// Fails naming the file: half a key pair, one that does not match, no right to write.
  Result<moor::daemon::Trust> load(moor::daemon::Settings const& settings);
  /// Whether the flags ask for a change of files and no daemon; and makes it.
  bool is_errand() const { return rotate_ || signing_keys.is_errand(); }
  Result<void> run_errand(moor::daemon::Settings const& settings);

 private:
  Result<void> rotate_enrollment_token();
  Result<void> open_token_store(moor::daemon::Defects const& defects);
  Result<CurveKeyPair> curve_keys(moor::daemon::Defects const& defects);

  bool rotate_ = false;
  transport::SystemClock clock_;
  std::unique_ptr<FileStore> data_;
  std::unique_ptr<FileStore> config_;
  std::string token_name_;
};

}  // namespace drydock::program
