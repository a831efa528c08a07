#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"
#include "reference/core/rng.hpp"

namespace drydock {

/// 16 bytes in RFC 9562 order; the nil UUID unless said otherwise.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  /// A fresh version 4 UUID.
  static Uuid random(Rng& rng);
  /// The UUID in exactly 16 raw bytes. Fails naming the length it saw.
  static Result<Uuid> from_bytes(ByteView raw);
  /// The UUID in hyphenated hexadecimal, of either case. Fails quoting what it read.
  static Result<Uuid> parse(std::string_view text);

  Bytes to_bytes() const { return {bytes.begin(), bytes.end()}; }
  /// Hyphenated, lower case.
  std::string text() const;
  /// Marks 16 random bytes as a version 4 UUID of the standard variant.
  void mark_random();
  int version() const { return bytes[6] >> 4; }
  friend auto operator<=>(Uuid const&, Uuid const&) = default;
};

}  // namespace drydock
