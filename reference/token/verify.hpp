#pragma once

#include <string>
#include <string_view>

#include "reference/core/time.hpp"
#include "reference/core/wall_time.hpp"
#include "reference/token/claims.hpp"
#include "reference/token/refusal.hpp"
#include "reference/token/revocations.hpp"
#include "reference/token/trusted_keys.hpp"

namespace drydock::token {

/// What a verdict depends on beside the token. Borrowed for the time of one call.
struct Circumstances {
  TrustedKeys const& keys;
  Revocations const& revocations;
  WallTime now;
  Duration leeway{0};
};

/// What a good token says, and who says so: facts about its text that no time changes.
struct Verified {
  std::string footer;
  PublicKey key;
  Claims claims;
  Registered registered;
  friend bool operator==(Verified const&, Verified const&) = default;
};

/// Refused in the order missing, malformed text, wrong_footer, bad_signature or revoked by its key,
/// malformed claims, expired, not_yet_valid, revoked by its id.
Accepted<Verified> verify(std::string_view token, std::string_view footer,
                          Circumstances const& circumstances);

/// The last three of these checks.
Accepted<void> check_now(Registered const& registered, Circumstances const& circumstances);

/// The first 8 hexadecimal digits of the token's BLAKE2b-256: the only trace of it that people may
/// see. Source: tokens ST-12.
std::string digest_for_people(std::string_view token);

}  // namespace drydock::token
