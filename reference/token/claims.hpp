#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "reference/core/time.hpp"
#include "reference/core/uuid.hpp"
#include "reference/core/wall_time.hpp"
#include "reference/token/refusal.hpp"

namespace drydock::token {

using Texts = std::map<std::string, std::string, std::less<>>;

/// What a payload claims. All claims that this project makes are texts.
struct Claims {
  Texts texts;
  std::set<std::string, std::less<>> others;  // Names of the members that are no texts.

  /// The text of that name. Refused as malformed where it is missing or no text.
  Accepted<std::string> text(std::string_view name) const;
  friend bool operator==(Claims const&, Claims const&) = default;
};

/// The claims of a JSON object, in any order, with white space and members unknown to us. Refused
/// as malformed where it is none, or says one name twice. Source: TK-04, hosts TK2-03.
Accepted<Claims> parse_claims(std::string_view payload);
/// A JSON object with its names sorted and without white space, as stock mooR makes it. What is not
/// UTF-8 in a text is replaced.
std::string payload_of(Texts const& texts);

/// The registered claims. Source: PASETO, "Registered Claims".
struct Registered {
  std::optional<WallTime> issued;       // iat
  std::optional<WallTime> not_before;   // nbf
  std::optional<WallTime> expires;      // exp
  std::optional<std::string> token_id;  // jti

  /// Whether the token is good at all times, and there is no id to revoke it by: neither
  /// `check_times` nor `check_now` would say anything else. Those of stock mooR are such.
  bool is_for_good() const { return !not_before && !expires && !token_id; }
  friend bool operator==(Registered const&, Registered const&) = default;
};

/// Refused as malformed where one of them is there and is no RFC 3339 time, or `jti` no text.
Accepted<Registered> registered_claims(Claims const& claims);

/// Honours what is there: a token is expired when `exp` plus `leeway` is at or before `now`, and
/// not yet valid when `nbf` less `leeway` is after it, to the nanosecond. `iat` bars nothing.
/// Source: tokens ST-01.
Accepted<void> check_times(Registered const& claims, WallTime now, Duration leeway);

/// What the strict profile adds to a token's own claims: `iat` and `nbf`, `exp`, `jti`.
struct Stamp {
  WallTime issued;
  Duration lifetime;
  Uuid token_id;
};
void add_stamp(Texts& texts, Stamp const& stamp);

/// The latest instant for a holder to renew: when a fifth of the lifetime is left. Source: ST-06.
WallTime renewal_time(WallTime issued, WallTime expires);

}  // namespace drydock::token
