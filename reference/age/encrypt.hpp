#pragma once

#include <functional>
#include <span>

#include "reference/age/recipient.hpp"
#include "reference/core/bytes.hpp"

namespace drydock::age {

/// Fills with bytes that nobody can guess; in simulation, with those of the seed.
using Entropy = std::function<void(std::span<std::uint8_t>)>;
/// The system's.
Entropy system_entropy();

/// `plain` as an age file that only the recipient can read. Source: the age format,
/// age-encryption.org/v1.
Bytes encrypt(ByteView plain, Recipient const& recipient, Entropy const& entropy);

}  // namespace drydock::age
