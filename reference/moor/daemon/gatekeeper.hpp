#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/file_store.hpp"
#include "reference/machine/machine.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/moor/daemon/settings.hpp"
#include "reference/moor/enrollment/allowed_hosts.hpp"
#include "reference/moor/enrollment/enrollment_server.hpp"

namespace drydock::moor::daemon {

/// What a daemon needs to serve over tcp: where its allowed hosts and its enrollment token are
/// kept, its CURVE keys, and its clock.
struct Trust {
  FileStore* data = nullptr;
  FileStore* config = nullptr;
  CurveKeyPair keys;
  WallClock const* clock = nullptr;
  std::string enrollment_token_file = "enrollment-token";
};

/// Whether a worker endpoint is tcp, so that there is something to guard.
bool needs_trust(Settings const& settings);

/// Decides who may connect: answers ZAP for every tcp endpoint, enrolls newcomers, and reads the
/// allowed hosts anew while it runs. Source: workers 7.2, 8.3; TS-01 to TS-16.
class Gatekeeper {
 public:
  Gatekeeper(Settings const& settings, Trust trust, Rng rng);
  Gatekeeper(Gatekeeper const&) = delete;
  Gatekeeper& operator=(Gatekeeper const&) = delete;

  /// Opens the authenticator's socket before any other could need it (TS-10), and enrollment's; but
  /// nothing where there is nothing to guard.
  void open(VirtualTime now, Outbox& out);
  /// CURVE on tcp, and nothing on ipc, whatever the other endpoints are (TS-11, UQ-24).
  Security security_of(std::string const& endpoint) const;

  /// True if the message was for one of its sockets.
  bool on_received(VirtualTime now, Received const& received, Outbox& out);
  /// The `allowed_hosts` timer fired. Gives back who was allowed and is no more.
  std::vector<std::string> on_timer(VirtualTime now, Outbox& out);
  /// Whether that user id, of a connection that was once admitted, may still speak.
  bool allows(std::string const& user_id) const { return hosts_.has_user(user_id); }

  static constexpr TimerId reload_timer{"allowed_hosts"};

 private:
  std::vector<std::string> reload(VirtualTime now, Outbox& out);

  Settings const& settings_;
  Trust trust_;
  enrollment::AllowedHosts hosts_;
  enrollment::EnrollmentServer enrollment_;
  std::vector<std::string> warnings_;
};

}  // namespace drydock::moor::daemon
