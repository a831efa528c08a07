#pragma once

#include <optional>
#include <utility>

#include "reference/core/bytes.hpp"
#include "reference/moor/codec/codec.hpp"

// A message is read in one pass that gives up at the first doubt, and after that by those who first
// walk through all of it and can say what is wrong with it. Each root's file has both.

namespace drydock::moor {

/// False, with `out` in any state, where `decode_thoroughly` has to decide; what is true it would
/// say too. Whatever `out` held before, memory of it serves again.
template <class Message>
bool decode_quickly(ByteView buffer, Limits const& limits, Message& out);
template <class Message>
Decoded<Message> decode_thoroughly(ByteView buffer, Limits const& limits);

template <class Message>
std::optional<DecodeError> decode_over(Message& out, ByteView buffer, Limits const& limits) {
  if (decode_quickly(buffer, limits, out)) return std::nullopt;
  out = Message();  // It may have become large.
  auto thorough = decode_thoroughly<Message>(buffer, limits);
  if (!thorough) return std::move(thorough).error();
  out = *std::move(thorough);
  return std::nullopt;
}

template <class Message>
Decoded<Message> decode_either_way(ByteView buffer, Limits const& limits) {
  Decoded<Message> message;
  if (!decode_quickly(buffer, limits, *message)) {
    *message = Message();  // It may have become large.
    message = decode_thoroughly<Message>(buffer, limits);
  }
  return message;
}

}  // namespace drydock::moor
