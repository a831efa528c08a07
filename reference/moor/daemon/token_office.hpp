#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/moor/daemon/settings.hpp"
#include "reference/moor/daemon/signing_key_files.hpp"
#include "reference/moor/token/token_checker.hpp"
#include "reference/token/key_ring.hpp"

namespace drydock::moor::daemon {

using drydock::token::Refused;
using token::Accepted;
using token::AuthToken;
using token::Checked;
using token::ClientToken;
using token::HostToken;
using token::HostType;
using token::WorkerToken;

/// Whom a token that is issued at enrollment names.
using Service = std::variant<HostToken, WorkerToken>;

/// The service of that id and enrollment label: a host where the label ends in `-host`, of the
/// websocket kind where it is `web-host`; else a worker, whose type is the label without a leading
/// `python-` and a trailing `-worker`.
Service service_of(std::string_view service_type, Uuid const& id);
Uuid const& id_of(Service const& service);

/// Issues tokens and checks them, in the strict profile those that end, else stock mooR's: with
/// keys that are rotated and revoked while it runs, and tokens that are taken back. What its files
/// say counts from the moment that it looks at them. Source: tokens ST-01, ST-02, ST-07, ST-10.
class TokenOffice {
 public:
  using PublicKey = drydock::token::PublicKey;

  /// Token ids are drawn from `rng`.
  TokenOffice(Settings const& settings, FileStore& files, SigningKeyNames names, Rng rng);

  /// Reads the keys for the first time. Fails where there is no key pair, or any file is bad.
  Result<void> open(WallTime now);
  /// Looks at the files again: another key pair is a rotation, and what was revoked is refused from
  /// now on. What cannot be read is said in `warnings`, and leaves what was. True if a key or a
  /// token was taken back.
  bool reload(WallTime now, std::vector<std::string>& warnings);

  /// A fresh token. Fails where the key that signs was revoked and none took its place.
  Result<std::string> issue(ClientToken const& token, WallTime now);
  Result<std::string> issue(AuthToken const& token, WallTime now);
  Result<std::string> issue(HostToken const& token, WallTime now);
  Result<std::string> issue(WorkerToken const& token, WallTime now);
  Result<std::string> issue(Service const& service, WallTime now);

  /// Whether `token` is good now, and that worker's.
  Accepted<Checked<WorkerToken>> worker(std::string_view token, Uuid const& worker_id,
                                        WallTime now);
  /// The service that `token` names, if it is good now and of the kind of that label.
  Accepted<Service> service(std::string_view token, std::string_view service_type, WallTime now);
  /// Checks a token of any kind, but not whose it is.
  template <class Token>
  Accepted<Checked<Token>> anyones(std::string_view token, WallTime now);

  /// As `anyones`, of a token that may have ended.
  Accepted<Checked<ClientToken>> ended_client(std::string_view token, WallTime now);

  /// The key that signs; absent while there is none.
  std::optional<PublicKey> signer() const;
  /// Whether it, or the key that signed it, was revoked; its times do not matter, since a clock
  /// that goes back would make them.
  bool taken_back(std::string_view token) const;
  /// Takes back one token, for as long as this object is there. `expires` is its `exp`.
  void take_back(std::string const& token_id, WallTime expires) {
    revocations_.revoke(token_id, expires);
  }
  /// Also for every later start.
  Result<void> revoke(std::string const& token_id, WallTime expires);

 private:
  /// For the defects that remember a token for a minute, as stock mooR does (UQ-45).
  struct Remembered {
    WallTime verified;
    WorkerToken token;
    drydock::token::Registered registered;
  };

  Result<void> take_pair(WallTime now);
  void take_previous(WallTime now, std::vector<std::string>& warnings);
  bool take_revocations(std::vector<std::string>& warnings);
  void rotate_to(drydock::token::SecretKey const& next, WallTime now);
  void retire(WallTime now);
  Duration lifetime_max() const;
  template <class Token>
  Result<std::string> sign(Token const& token, Duration lifetime, WallTime now);
  token::Circumstances circumstances(WallTime now) const;
  Remembered const* remembered(std::string_view token, WallTime now) const;

  Settings const& settings_;
  SigningKeyFiles files_;
  Rng rng_;
  std::optional<drydock::token::KeyRing> ring_;
  std::map<PublicKey, std::optional<WallTime>> previous_;  // And when each stopped to sign.
  drydock::token::Revocations revocations_;
  drydock::token::Revocations const nothing_revoked_;  // For Defect::revoked_still_good.
  token::TokenChecker checker_;
  std::optional<drydock::token::SecretKey>
      first_key_;  // Kept only for Defect::old_key_still_signs.
  std::map<std::string, Remembered, std::less<>> remembered_;
};

}  // namespace drydock::moor::daemon
