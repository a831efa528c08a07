#pragma once

#include <cstdint>
#include <optional>

#include "reference/core/bytes.hpp"

namespace drydock::token {

/// Reads ASN.1 DER from the front: tag, length in its shortest form, content. Of lengths it knows
/// those below 256, which is beyond what an Ed25519 key needs. Source: X.690.
class DerReader {
 public:
  explicit DerReader(ByteView bytes) : left_(bytes) {}

  bool done() const { return left_.empty(); }
  /// The content of the next element, and moves behind it; nothing, and stays, where that is of
  /// another tag or does not fit.
  std::optional<ByteView> take(std::uint8_t tag);

 private:
  ByteView left_;
};

inline constexpr std::uint8_t der_integer = 0x02;
inline constexpr std::uint8_t der_bit_string = 0x03;
inline constexpr std::uint8_t der_octet_string = 0x04;
inline constexpr std::uint8_t der_object_identifier = 0x06;
inline constexpr std::uint8_t der_sequence = 0x30;
/// Implicit tag 0, constructed, and 1, primitive.
inline constexpr std::uint8_t der_context_0 = 0xa0;
inline constexpr std::uint8_t der_context_1 = 0x81;

}  // namespace drydock::token
