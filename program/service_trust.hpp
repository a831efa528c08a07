#pragma once

#include <memory>
#include <string>

#include "program/command_line.hpp"
#include "reference/machine/file_store.hpp"
#include "reference/moor/enrollment/enrollment_client.hpp"
#include "reference/transport/system_clock.hpp"

namespace drydock::program {

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
  transport::SystemClock clock_;
  std::unique_ptr<FileStore> files_;
};

}  // namespace drydock::program
