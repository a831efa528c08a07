#pragma once

#include <memory>
#include <string>
#include <vector>

#include "program/command_line.hpp"
#include "reference/machine/file_store.hpp"
#include "reference/moor/enrollment/enrollment_client.hpp"
#include "reference/transport/log.hpp"
#include "reference/transport/system_clock.hpp"

namespace drydock::program {

/// What a service presents itself with, from flags, environment and files.
class ServiceTrust {
 public:
  moor::enrollment::EnrollmentClient::Settings settings;
  std::string data_directory = "./.moor-worker-data";
  std::string enrollment_token_file;
  std::string pinned_daemon_key;
  /// Mistakes: EN-22, EN-26.
  bool loose_key_file = false;
  bool default_token_first = false;

  void add_flags(CommandLine& line);
  /// Fills in the settings: the token of `$MOOR_ENROLLMENT_TOKEN`, else of the file of the flag,
  /// else of the configuration's, empty ones passed over (EN-26); keys; host name; and the time.
  /// Warns of a secret key that others can read (EN-22).
  Result<void> load(transport::LogSink const& log);
  /// For a client, which calls itself `drydock-host` whatever it does, and whom nobody lets wait
  /// for longer than that.
  Result<void> load_client(Duration wait_max, LogLevel log_level);
  /// Whether one of those addresses can only be used with keys.
  static bool is_needed(std::vector<std::string> const& addresses, bool insecure);
  FileStore& files() { return *files_; }

 private:
  std::string enrollment_token() const;
  void warn_of_loose_key(transport::LogSink const& log) const;

  transport::SystemClock clock_;
  std::unique_ptr<FileStore> files_;
};

}  // namespace drydock::program
