#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

#include "reference/moor/token/tokens.hpp"
#include "reference/token/claims.hpp"
#include "reference/token/verification_cache.hpp"

namespace drydock::moor::token {

using drydock::token::Circumstances;
using drydock::token::Registered;

/// *Compatible*: as stock mooR, whose tokens never end, but what a token says of its time is
/// honoured. *Strict*: every token has to have an end. Source: tokens; hosts 7.6.
enum class TokenProfile { compatible, strict };

/// A good token: who holds it, and its registered claims, for renewal (`exp`) and revocation
/// (`jti`). Both are the checker's own, and there until its next check.
template <class Token>
struct Checked {
  Token const& token;
  Registered const& registered;
  friend bool operator==(Checked const& a, Checked const& b) {
    return a.token == b.token && a.registered == b.registered;
  }
};

/// Checks presented tokens for a daemon: their text, footer, signature, times and revocation (see
/// `verify`), then their own claims, then in the strict profile that `exp` is there, and last
/// whether the holder is who the message says. Retired forms are refused as malformed, saying so.
/// Verdicts are those of a checker without a cache, `cache_capacity` 0.
class TokenChecker {
 public:
  TokenChecker(TokenProfile profile, std::size_t cache_capacity);

  /// `client_id` is that of the message's envelope. Source: TK-06.
  Accepted<Checked<ClientToken>> client(std::string_view token, Uuid const& client_id,
                                        Circumstances const& circumstances);
  Accepted<Checked<AuthToken>> auth(std::string_view token, Obj const& player,
                                    Circumstances const& circumstances);
  Accepted<Checked<HostToken>> host(std::string_view token, Uuid const& host_id,
                                    Circumstances const& circumstances);
  Accepted<Checked<WorkerToken>> worker(std::string_view token, Uuid const& worker_id,
                                        Circumstances const& circumstances);

  /// All checks but the last: whose token it is, is for the caller to compare, since not every
  /// message says.
  template <class Token>
  Accepted<Checked<Token>> anyones(std::string_view token, Circumstances const& circumstances);

  std::size_t cached() const { return cache_.size(); }

 private:
  /// Whom a token is about; of what kind that is, its footer says.
  using Holder = std::variant<ClientToken, AuthToken, HostToken, WorkerToken>;

  TokenProfile profile_;
  drydock::token::VerificationCache<Holder> cache_;
};

}  // namespace drydock::moor::token
