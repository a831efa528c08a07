#pragma once

#include <optional>
#include <string>

#include "reference/core/curve_key.hpp"
#include "reference/core/rng.hpp"
#include "reference/core/wall_time.hpp"
#include "reference/machine/file_store.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/daemon/allowed_hosts.hpp"
#include "reference/moor/daemon/attempt_limit.hpp"
#include "reference/moor/daemon/defects.hpp"
#include "reference/moor/daemon/token_office.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"

namespace drydock::moor::daemon {

/// Admits the keys of services that know the enrollment token, and in the strict profile issues and
/// renews their tokens. The enrollment token's file is read anew for each request, so that a
/// rotation counts at once (EN-09). Source: workers 7.2, EN-01 to EN-19; tokens ST-07, ST-08.
class EnrollmentServer {
 public:
  struct Settings {
    std::string token_file = "enrollment-token";
    CurvePublicKey daemon_key;
    Defects defects = {};
  };
  /// When a request came, by both clocks.
  struct Moment {
    VirtualTime now;
    WallTime wall;
  };
  /// One frame, and when it may be sent (EN-19); no frames where a defect has it say nothing.
  struct Answer {
    Frames frames;
    VirtualTime at;
  };

  /// `config` holds the enrollment token's file. Without `office` the profile is not strict, and
  /// what a request says of service tokens is passed over (ST-11).
  EnrollmentServer(Settings settings, FileStore& config, AllowedHosts& hosts, TokenOffice* office,
                   Rng rng);

  Answer answer(Moment const& moment, Frames const& request, Outbox& out);

 private:
  using EnrollmentRequest = enrollment::EnrollmentRequest;
  using EnrollmentResponse = enrollment::EnrollmentResponse;

  Result<EnrollmentResponse> respond(Moment const& moment, Frames const& request, Outbox& out);
  Result<EnrollmentResponse> enroll(Moment const& moment, EnrollmentRequest const& asked,
                                    Outbox& out);
  Result<EnrollmentResponse> renew(Moment const& moment, EnrollmentRequest const& asked,
                                   Outbox& out);
  EnrollmentResponse refusal(std::string const& why);
  EnrollmentResponse success(Uuid const& uuid) const;
  Result<void> check_credentials(EnrollmentRequest const& asked, Outbox& out);
  Result<void> check_key_length(EnrollmentRequest const& asked) const;
  Result<void> check_token(std::string const& presented, Outbox& out);
  Result<void> check_labels(EnrollmentRequest const& asked) const;
  Result<std::string> expected_token();
  Result<CurvePublicKey> key_of(EnrollmentRequest const& asked);
  Uuid uuid_of(CurvePublicKey const& key);
  Result<Uuid> service_id_of(EnrollmentRequest const& asked, CurvePublicKey const& key,
                             Uuid const& otherwise) const;
  Result<void> save(Moment const& moment, EnrollmentRequest const& asked, CurvePublicKey const& key,
                    Uuid const& uuid, std::optional<Uuid> const& service);
  drydock::token::Accepted<Service> renewable(EnrollmentRequest const& asked,
                                              CurvePublicKey const& key, WallTime now);
  bool has(Defect defect) const { return settings_.defects.has(defect); }

  Settings const settings_;
  FileStore& config_;
  AllowedHosts& hosts_;
  TokenOffice* office_;
  Rng rng_;
  AttemptLimit limit_;
  std::optional<std::string> token_before_;  // For the defects that remember it.
};

}  // namespace drydock::moor::daemon
