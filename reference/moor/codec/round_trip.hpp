#pragma once

#include <rapidcheck.h>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/generators.hpp"
#include "reference/moor/codec/sample_buffers.hpp"

namespace drydock::moor {

/// The law of all messages: what was encoded decodes to itself.
template <class Message, class Decode>
void check_round_trip(Message const& message, Decode const& decode, Limits const& limits = {}) {
  auto const bytes = encode(message, limits);
  RC_ASSERT(bytes.has_value());
  samples::ExactBuffer const buffer(*bytes, *below(8));
  auto const decoded = decode(buffer.view(), limits);
  if (!decoded) RC_FAIL(decoded.error().text());
  RC_ASSERT(*decoded == message);
}

}  // namespace drydock::moor
