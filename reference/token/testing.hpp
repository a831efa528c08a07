#pragma once

#include "reference/core/rng.hpp"
#include "reference/core/wall_time.hpp"
#include "reference/token/ed25519.hpp"

// Keys and instants for tests.

namespace drydock::token {

/// Always the same one for a seed.
inline SecretKey key_of(std::uint64_t seed) {
  Rng rng{Seed{seed}};
  return SecretKey::random(rng);
}

inline WallTime at(Duration since_epoch) { return WallTime::from_unix(since_epoch); }

}  // namespace drydock::token
