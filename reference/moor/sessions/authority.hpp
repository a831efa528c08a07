#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reference/core/result.hpp"
#include "reference/core/uuid.hpp"
#include "reference/core/wall_time.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/token/token_checker.hpp"

namespace drydock::moor::sessions {

/// Who keeps the keys, for those who serve clients: it says who may speak, and makes and checks
/// their tokens. Source: hosts 7; tokens.
class Authority {
 public:
  virtual ~Authority() = default;

  virtual WallTime wall_time(VirtualTime now) const = 0;
  virtual Security security_of(std::string const& endpoint) const = 0;
  /// Whether that user id, of a connection that was once admitted, may still speak.
  virtual bool allows(std::string const& user_id) const = 0;

  /// A fresh token. Fails where there is no key to sign it.
  virtual Result<std::string> issue(VirtualTime now, token::ClientToken const& token) = 0;
  virtual Result<std::string> issue(VirtualTime now, token::AuthToken const& token) = 0;
  /// Whether the token is good now; whose it is, is for the caller to compare.
  virtual token::Accepted<token::Checked<token::ClientToken>> check_client(
      WallTime now, std::string_view token) = 0;
  virtual token::Accepted<token::Checked<token::AuthToken>> check_auth(WallTime now,
                                                                       std::string_view token) = 0;
  /// As `check_client`, of a token that may have ended.
  virtual token::Accepted<token::Checked<token::ClientToken>> check_ended_client(
      WallTime now, std::string_view token) = 0;
  /// Whether the token of a message is good now, that host's and, if not empty, that user's.
  virtual token::Accepted<void> check_host(VirtualTime now, std::optional<std::string> const& token,
                                           Uuid const& host_id, std::string const& user_id) = 0;
  /// Refuses the token of that id from now on, as long as this object is there.
  virtual void take_back(std::string const& token_id, WallTime expires) = 0;
};

}  // namespace drydock::moor::sessions
