#pragma once

#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/describe.hpp"
#include "reference/moor/codec/opening.hpp"

namespace drydock::moor {

/// What holds for any bytes: they decode to a message that survives encoding, or the error says why
/// not.
template <class Decode>
void fuzz_decode(Decode const& decode, Root root, ByteView buffer) {
  Limits limits;
  // Inputs are small; small limits get hit, and keep each run short.
  limits.values = 10'000;
  limits.expanded_bytes = 1 << 20;
  auto const decoded = decode(buffer, limits);
  ENSURE(!describe(root, buffer).empty());
  if (!decoded) {
    ENSURE(decoded.error().rule != unexplained_rule);
    return;
  }
  auto const encoded = encode(*decoded, limits);
  ENSURE(encoded.has_value());
  auto const again = decode(ByteView(*encoded), limits);
  ENSURE(again == decoded);
}

}  // namespace drydock::moor
