#pragma once

#include <string>

#include "reference/core/rng.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/token/claims.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::moor::enrollment {

/// A token as a daemon would mint it, that says when it was issued and how long it lasts. Its
/// signature is nobody's: a holder does not look.
inline std::string token_of(WallTime issued, Duration lifetime, std::string const& name = "t") {
  drydock::token::Texts texts{{"worker_id", name}};
  drydock::token::add_stamp(texts, {issued, lifetime, Uuid{}});
  return drydock::token::mint(drydock::token::payload_of(texts), "key-id:moor_worker",
                              drydock::token::SecretKey::from_seed({}));
}

/// A clock that can be set.
class SetClock final : public WallClock {
 public:
  WallTime wall_time(VirtualTime now) const override {
    return WallTime::from_unix(ahead) + now.time_since_epoch();
  }
  Duration ahead = std::chrono::hours{400'000};
};

}  // namespace drydock::moor::enrollment
