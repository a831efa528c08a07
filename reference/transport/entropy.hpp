#pragma once

#include "reference/core/result.hpp"
#include "reference/core/rng.hpp"

namespace drydock::transport {

/// A seed that nobody can guess, from the system. Fails with the system's reason.
/// Source: getrandom(2).
Result<Seed> seed_from_entropy();

}  // namespace drydock::transport
