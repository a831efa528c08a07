#pragma once

#include "reference/core/curve_key.hpp"
#include "reference/core/result.hpp"
#include "reference/core/rng.hpp"
#include "reference/core/uuid.hpp"

namespace drydock::transport {

/// A seed that nobody can guess, from the system. Fails with the system's reason.
/// Source: getrandom(2).
Result<Seed> seed_from_entropy();

/// A version 4 UUID for a secret; those of an Rng can be foretold by who has seen enough of them.
Result<Uuid> uuid_from_entropy();

/// Keys that nobody can guess: a secret of 32 bytes from the system, where a seed has but 8.
Result<CurveKeyPair> curve_keys_from_entropy();

}  // namespace drydock::transport
