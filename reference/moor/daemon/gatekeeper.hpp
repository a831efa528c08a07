#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/file_store.hpp"
#include "reference/machine/machine.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/moor/daemon/allowed_hosts.hpp"
#include "reference/moor/daemon/enrollment_server.hpp"
#include "reference/moor/daemon/settings.hpp"
#include "reference/moor/daemon/token_office.hpp"
#include "reference/moor/daemon/worker_registry.hpp"
#include "reference/moor/sessions/authority.hpp"

namespace drydock::moor::daemon {

/// What a daemon needs to serve over tcp, in the strict profile, or clients: where its allowed
/// hosts and its enrollment token are kept, its CURVE keys, its clock, and where the keys are that
/// sign tokens.
struct Trust {
  FileStore* data = nullptr;
  FileStore* config = nullptr;
  CurveKeyPair keys = {};
  WallClock const* clock = nullptr;
  std::string enrollment_token_file = "enrollment-token";
  FileStore* signing_keys = nullptr;  // For the strict profile, and for clients.
  SigningKeyNames signing_key_names = {};
  /// Whether tcp is guarded; without it the world has to allow what is in the clear.
  bool guards_tcp = true;
};

/// Whether there is something to guard: an endpoint is tcp, or the profile is strict.
bool needs_trust(Settings const& settings);

/// Decides who may connect, and who may speak: answers ZAP for every tcp endpoint, enrolls
/// newcomers, checks their tokens, and reads the allowed hosts and the keys anew while it runs.
/// Source: workers 7.2, 8.3; TS-01 to TS-16; tokens ST-01 to ST-10.
class Gatekeeper : public sessions::Authority {
 public:
  /// What was taken back since the last look.
  struct TakenBack {
    std::vector<std::string> users;
    bool tokens = false;  // Some token or key.
  };

  /// In the strict profile, and where clients are served, `trust` names the signing keys.
  Gatekeeper(Settings const& settings, Trust trust, bool serves_clients, Rng rng);
  Gatekeeper(Gatekeeper const&) = delete;
  Gatekeeper& operator=(Gatekeeper const&) = delete;

  /// Opens the authenticator's socket before any other could need it (TS-10), and enrollment's; but
  /// nothing where there is nothing to guard. Fails where the signing keys are not fit for use.
  Result<void> open(VirtualTime now, Outbox& out);
  /// CURVE on tcp, and nothing on ipc, whatever the other endpoints are (TS-11, UQ-24).
  Security security_of(std::string const& endpoint) const override;

  /// True if the message was for one of its sockets.
  bool on_received(VirtualTime now, Received const& received, Outbox& out);
  /// One of its own timers fired: is it?
  static bool owns(TimerId const& timer) { return timer == look_timer || timer == answer_timer; }
  TakenBack on_timer(VirtualTime now, TimerId const& timer, Outbox& out);

  /// Whether that user id, of a connection that was once admitted, may still speak.
  bool allows(std::string const& user_id) const override { return hosts_.has_user(user_id); }
  /// The token of a message of that worker and, if not empty, that user, who has to be the one that
  /// enrolled it. Asked in the strict profile only.
  Accepted<ShownToken> check_token(VirtualTime now, std::optional<std::string> const& token,
                                   Uuid const& worker_id, std::string const& user_id);
  /// Whether a token that was shown has been taken back since, whatever its times.
  bool taken_back(std::string const& token) const { return office_->taken_back(token); }

  // For the client side. A host's token has to be of its enrollment's user too.

  WallTime wall_time(VirtualTime now) const override { return trust_.clock->wall_time(now); }
  Result<std::string> issue(VirtualTime now, ClientToken const& token) override;
  Result<std::string> issue(VirtualTime now, AuthToken const& token) override;
  Accepted<Checked<ClientToken>> check_client(WallTime now, std::string_view token) override;
  Accepted<Checked<AuthToken>> check_auth(WallTime now, std::string_view token) override;
  Accepted<Checked<ClientToken>> check_ended_client(WallTime now, std::string_view token) override;
  Accepted<void> check_host(VirtualTime now, std::optional<std::string> const& token,
                            Uuid const& host_id, std::string const& user_id) override;
  void take_back(std::string const& token_id, WallTime expires) override;

  /// Makes another enrollment token, and gives it back. Fails where it cannot be written.
  Result<std::string> rotate_enrollment_token();

  /// When it looks at the files, and when it answers a guess at the enrollment token.
  static constexpr TimerId look_timer{"allowed_hosts"};
  static constexpr TimerId answer_timer{"enrollment_answer"};

 private:
  bool guards() const { return trust_.guards_tcp && needs_trust(settings_); }
  void open_zap(Outbox& out) const;
  void open_enrollment(Outbox& out) const;
  std::optional<std::string> admitted(CurvePublicKey const& key) const;
  void answer_enrollment(VirtualTime now, Received const& received, Outbox& out);
  TakenBack look(VirtualTime now, Outbox& out);
  std::vector<std::string> reload_hosts(std::vector<std::string>& warnings);
  void warn(std::vector<std::string> warnings, Outbox& out);
  void name_signer(Outbox& out);

  Settings const& settings_;
  Trust trust_;
  Rng token_rng_;
  AllowedHosts hosts_;
  std::optional<TokenOffice> office_;
  EnrollmentServer enrollment_;
  bool looked_ = false;
  std::optional<Send> held_;  // An answer that has to wait.
  std::vector<std::string> warnings_;
  std::optional<TokenOffice::PublicKey> signer_;
  std::optional<AllowedHosts> hosts_at_start_;  // Kept only for Defect::admits_at_restart.
};

}  // namespace drydock::moor::daemon
