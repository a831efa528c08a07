#pragma once

#include <memory>
#include <optional>

#include "reference/machine/machine.hpp"
#include "reference/moor/enrollment/enrollment_client.hpp"
#include "reference/moor/enrollment/token_holder.hpp"
#include "reference/moor/host/line_host.hpp"

namespace drydock::moor::host {

/// A host that enrolls: first an identity, stored or asked for, then the host with its keys. In the
/// strict profile it asks at each start for a token for its host id, and keeps that good; the host
/// works on meanwhile. Ends with code 2 and the reason when there is no identity, or no token any
/// more, to be had. Source: hosts 1.6; workers 7.4; tokens ST-06 to ST-08.
class EnrolledHost : public Machine {
 public:
  /// `files`, and the clock of `enrollment`, outlive the machine.
  EnrolledHost(Settings settings, LineHost::Lines lines,
               enrollment::EnrollmentClient::Settings enrollment, FileStore& files, Rng rng);
  /// Without sockets for people, who come and go through `host()`.
  EnrolledHost(Settings settings, enrollment::EnrollmentClient::Settings enrollment,
               FileStore& files, Rng rng);

  void step(VirtualTime now, Input const& input, Outbox& out) override;
  void check_invariants() const override;

  /// Null until it has an identity.
  Host* host() { return host_; }
  Host const* host() const { return host_; }

 private:
  EnrolledHost(Settings settings, std::optional<LineHost::Lines> lines,
               enrollment::EnrollmentClient::Settings enrollment, FileStore& files, Rng rng);
  void enroll(VirtualTime now, Input const& input, Outbox& out);
  void begin(VirtualTime now, Outbox& out);
  void keep_token(VirtualTime now, Outbox& out);

  Settings settings_;
  std::optional<LineHost::Lines> const lines_;  // Absent where people need no sockets.
  WallClock const& clock_;
  Rng rng_;
  enrollment::EnrollmentClient enrollment_;
  std::optional<enrollment::TokenHolder> tokens_;  // In the strict profile, once enrolled.
  std::uint64_t answers_taken_ = 0;
  std::unique_ptr<Machine> machine_;  // A LineHost or a Host, once enrolled.
  Host* host_ = nullptr;              // That, or what is in it.
};

}  // namespace drydock::moor::host
