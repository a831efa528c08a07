#pragma once

#include <string>

#include "reference/core/curve_key.hpp"
#include "reference/core/rng.hpp"
#include "reference/machine/file_store.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/enrollment/allowed_hosts.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"

namespace drydock::moor::enrollment {

/// Admits the keys of services that know the enrollment token. The token's file is read anew for
/// each request, so that a rotation counts at once (EN-09). Source: workers 7.2, EN-01 to EN-19.
class EnrollmentServer {
 public:
  struct Settings {
    std::string token_file = "enrollment-token";
    CurvePublicKey daemon_key;
  };

  /// `config` holds the token's file.
  EnrollmentServer(Settings settings, FileStore& config, AllowedHosts& hosts, Rng rng);

  /// The one frame that answers a request of these frames. `wall_time` is RFC 3339 text.
  Frames answer(Frames const& request, std::string const& wall_time, Outbox& out);

 private:
  Result<EnrollmentResponse> enroll(Frames const& request, std::string const& wall_time,
                                    Outbox& out);
  Result<void> check_token(std::string const& presented);

  Settings const settings_;
  FileStore& config_;
  AllowedHosts& hosts_;
  Rng rng_;
};

}  // namespace drydock::moor::enrollment
