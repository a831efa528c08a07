#pragma once

#include <sodium/crypto_generichash_blake2b.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "reference/core/bytes.hpp"

namespace drydock {

/// A rolling BLAKE2b-256 over everything that was added, in order. Source: RFC 7693.
class Digest {
 public:
  Digest();
  void add(ByteView bytes);
  void add(std::string_view text);
  /// Little-endian, so that every machine agrees.
  void add(std::uint64_t number);
  /// The digest, which can be added to afterwards; and as 64 hexadecimal digits.
  std::array<std::uint8_t, 32> bytes() const;
  std::string hex() const { return to_hex(bytes()); }

 private:
  crypto_generichash_blake2b_state state_;
};

}  // namespace drydock
