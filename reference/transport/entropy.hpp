#pragma once

#include "reference/core/rng.hpp"

namespace drydock::transport {

/// Random numbers that nobody can foretell, each of them from the system: for ids, tokens and keys
/// of real processes. A system that has none to give ends the process.
/// Source: libsodium's randombytes, getrandom(2).
Rng system_rng();

}  // namespace drydock::transport
