#pragma once

#include <memory>
#include <string>

#include "program/command_line.hpp"
#include "reference/core/wall_time.hpp"
#include "reference/machine/file_store.hpp"
#include "reference/moor/daemon/settings.hpp"
#include "reference/moor/daemon/signing_key_files.hpp"

namespace drydock::program {

/// The keys that sign a daemon's tokens, as its flags name and change them.
class SigningKeys {
 public:
  /// Absolute, or relative to the configuration's directory.
  std::string private_key = "moor-signing-key.pem";
  std::string public_key = "moor-verifying-key.pem";

  void add_flags(CommandLine& line);
  /// Finds the files. To be called before anything below.
  Result<void> open(moor::daemon::Defects const& defects);

  /// Whether the flags ask for a change of the files and no daemon; and makes it. What was rotated
  /// is said on stdout. Daemons that run take it up at their next look.
  bool is_errand() const;
  Result<void> run_errand(moor::daemon::Settings const& settings, WallTime now);

  /// Makes the keys if there are none; in the strict profile only if the flags ask for it. Fails
  /// where they are not fit for use, or missing.
  Result<void> prepare(bool strict);
  FileStore* files() const { return files_.get(); }
  moor::daemon::SigningKeyNames const& names() const { return names_; }

 private:
  Result<void> rotate(moor::daemon::SigningKeyFiles& files, WallTime now) const;
  Result<void> revoke_key(moor::daemon::SigningKeyFiles& files) const;
  Result<void> revoke_token(moor::daemon::SigningKeyFiles& files, WallTime longest) const;

  bool generate_ = false;
  bool rotate_ = false;
  std::string revoked_key_;
  std::string revoked_token_;
  std::unique_ptr<FileStore> files_;
  moor::daemon::SigningKeyNames names_;
};

}  // namespace drydock::program
