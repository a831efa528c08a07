#include "reference/moor/enrollment/token_times.hpp"

#include <algorithm>

#include "reference/token/claims.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::moor::enrollment {
namespace {

// So that sums with it stay far from the end of what a Duration holds.
constexpr Duration lifetime_max = std::chrono::hours{24 * 365 * 10};

}  // namespace

std::optional<TokenTimes> times_of(std::string_view token, WallTime asked) {
  auto const claims = drydock::token::inspect(token).and_then(
      [](auto const& parts) { return drydock::token::parse_claims(parts.payload); });
  if (!claims) return std::nullopt;
  auto const registered = drydock::token::registered_claims(*claims);
  if (!registered || !registered->issued || !registered->expires) return std::nullopt;
  Duration const lifetime = std::min(lifetime_max, *registered->expires - *registered->issued);
  if (lifetime <= Duration::zero()) return std::nullopt;
  Duration const left = *registered->expires - asked;
  bool const plausible = left > Duration::zero() && left <= lifetime;
  return TokenTimes{lifetime, plausible ? left : lifetime};
}

}  // namespace drydock::moor::enrollment
