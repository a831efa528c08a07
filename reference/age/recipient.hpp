#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace drydock::age {

/// Somebody to whom can be encrypted.
struct Recipient {
  std::array<std::uint8_t, 32> key;  // X25519.
  friend bool operator==(Recipient const&, Recipient const&) = default;
};

/// An X25519 public key in Bech32, `age1...`; none of those with which everybody shares the same
/// secret. Nothing for any other text. Source: the age format, "The X25519 recipient type"; BIP
/// 173.
std::optional<Recipient> parse_recipient(std::string_view text);

}  // namespace drydock::age
