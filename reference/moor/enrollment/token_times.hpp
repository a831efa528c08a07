#pragma once

#include <optional>
#include <string_view>

#include "reference/core/time.hpp"
#include "reference/core/wall_time.hpp"

namespace drydock::moor::enrollment {

/// What a token's own words say of its time, to a holder who cannot verify them: how long it was
/// made to last, and what of that was left at one instant.
struct TokenTimes {
  Duration lifetime;
  Duration left;
  friend bool operator==(TokenTimes const&, TokenTimes const&) = default;
};

/// The times of a token that was asked for at `asked` by the holder's clock. Where `iat` and `exp`
/// cannot be right by that clock, it is the clock that is taken to be wrong, and all of the
/// lifetime to be left. Nothing where there are no such claims to read.
std::optional<TokenTimes> times_of(std::string_view token, WallTime asked);

}  // namespace drydock::moor::enrollment
