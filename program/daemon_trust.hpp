#pragma once

#include <memory>
#include <string>

#include "program/command_line.hpp"
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

  void add_flags(CommandLine& line);
  /// Fails naming the file: half a key pair, one that does not match, no right to write.
  Result<moor::daemon::Trust> load();
  /// Puts a new enrollment token in the place of the old one.
  Result<void> rotate_enrollment_token();

 private:
  Result<void> open_token_store();

  transport::SystemClock clock_;
  std::unique_ptr<FileStore> data_;
  std::unique_ptr<FileStore> config_;
  std::string token_name_;
};

}  // namespace drydock::program
