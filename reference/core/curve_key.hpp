#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "reference/core/result.hpp"
#include "reference/core/rng.hpp"

namespace drydock {

/// The public half of a CurveZMQ key: 32 bytes, 40 characters of Z85 in text.
struct CurvePublicKey {
  std::array<std::uint8_t, 32> bytes{};

  /// Fails naming what is wrong with the text.
  static Result<CurvePublicKey> parse(std::string_view z85);
  std::string z85() const;
  friend auto operator<=>(CurvePublicKey const&, CurvePublicKey const&) = default;
};

/// The secret half. It has no text of its own: `z85_of_secret` has to be asked for by name, so that
/// a search finds every place where a secret leaves.
struct CurveSecretKey {
  std::array<std::uint8_t, 32> bytes{};

  /// Fails without quoting the text.
  static Result<CurveSecretKey> parse(std::string_view z85);
  friend bool operator==(CurveSecretKey const&, CurveSecretKey const&) = default;
};
std::string z85_of_secret(CurveSecretKey const& key);

struct CurveKeyPair {
  CurvePublicKey public_key;
  CurveSecretKey secret_key;

  static CurveKeyPair generate(Rng& rng);
  static CurveKeyPair of(CurveSecretKey const& secret_key);
  friend bool operator==(CurveKeyPair const&, CurveKeyPair const&) = default;
};

}  // namespace drydock
