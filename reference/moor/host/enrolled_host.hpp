#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "reference/machine/machine.hpp"
#include "reference/moor/enrollment/enrollment_client.hpp"
#include "reference/moor/enrollment/token_holder.hpp"
#include "reference/moor/host/host.hpp"

namespace drydock::moor::host {

/// A host that enrolls: first an identity, stored or asked for, then the host with its keys. In the
/// strict profile it asks at each start for a token for its host id, and keeps that good; the host
/// works on meanwhile. Ends with code 2 and the reason when there is no identity, or no token any
/// more, to be had. Source: hosts 1.6; workers 7.4; tokens ST-06 to ST-08.
class EnrolledHost : public Machine, public Thorough {
 public:
  /// Makes the host, once there are keys for it in the settings.
  using Make = std::function<std::unique_ptr<HostFront>(Settings)>;

  /// `files`, and the clock of `enrollment`, outlive the machine.
  EnrolledHost(Settings settings, Make make, enrollment::EnrollmentClient::Settings enrollment,
               FileStore& files, Rng const& rng);

  void step(VirtualTime now, Input const& input, Outbox& out) override;
  void check_invariants() const override;
  void check_everything() const override;

  /// Null until it has an identity.
  Host* host() { return host_; }
  Host const* host() const { return host_; }

 private:
  void begin(VirtualTime now, Outbox& out);

  Settings settings_;
  Make const make_;
  WallClock const& clock_;
  Rng const token_rng_;
  enrollment::EnrollmentClient enrollment_;
  std::optional<enrollment::TokenHolder> tokens_;  // In the strict profile, once enrolled.
  std::unique_ptr<HostFront> machine_;             // Once enrolled.
  Host* host_ = nullptr;                           // In it.
};

}  // namespace drydock::moor::host
