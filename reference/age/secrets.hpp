#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "reference/core/bytes.hpp"

// What both ends of an age file derive from what they share. Source: the age format,
// age-encryption.org/v1.

namespace drydock::age {

using Key = std::array<std::uint8_t, 32>;
using FileKey = std::array<std::uint8_t, 16>;
using Share = std::array<std::uint8_t, 32>;  // A public key of X25519.
using Nonce = std::array<std::uint8_t, 16>;

inline constexpr std::size_t chunk_size = std::size_t{64} << 10;

/// Encrypts the file key, with a nonce of zeros. `shared` is what X25519 makes of one's secret and
/// the other's share.
Key wrapping_key(Key const& shared, Share const& ephemeral, Share const& recipient);
/// The base64 of the MAC that ends a header; `header` is all up to and including `---`.
std::string header_mac(FileKey const& file_key, std::string_view header);
Key payload_key(FileKey const& file_key, Nonce const& nonce);
/// Of the chunk of that number, from 0 on.
std::array<std::uint8_t, 12> chunk_nonce(std::uint64_t number, bool is_last);
/// Without padding.
std::string base64(ByteView bytes);

}  // namespace drydock::age
