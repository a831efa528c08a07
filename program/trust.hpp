#pragma once

#include <memory>
#include <optional>
#include <string>

#include "program/command_line.hpp"
#include "reference/machine/file_store.hpp"
#include "reference/moor/daemon/gatekeeper.hpp"
#include "reference/moor/enrollment/enrollment_client.hpp"

namespace drydock::program {

/// The directory of mooR's configuration: `$XDG_CONFIG_HOME/moor`, else `$HOME/.config/moor`, else
/// the working directory; a variable that is empty counts as unset. Source: workers 7.3, UQ-52.
std::string config_directory();

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

  std::unique_ptr<FileStore> data_;
  std::unique_ptr<FileStore> config_;
  std::string token_name_;
};

/// What a service presents itself with, from flags, environment and files.
class ServiceTrust {
 public:
  moor::enrollment::EnrollmentClient::Settings settings;
  std::string data_directory = "./.moor-worker-data";
  std::string enrollment_token_file;
  std::string pinned_daemon_key;

  void add_flags(CommandLine& line);
  /// Fills in the settings: the token of `$MOOR_ENROLLMENT_TOKEN`, else of the file of the flag,
  /// else of the configuration's, empty ones passed over (EN-26); keys; host name; and the time.
  Result<void> load();
  FileStore& files() { return *files_; }

 private:
  std::unique_ptr<FileStore> files_;
};

}  // namespace drydock::program
