#pragma once

#include <string>

#include "reference/moor/codec/describe.hpp"

namespace drydock::moor {

/// How RapidCheck shows a message: as its encoding is described.
template <class Message>
std::string described(Root root, Message const& message) {
  auto const bytes = encode(message);
  return bytes ? describe(root, *bytes, 2000) : bytes.error().message;
}

}  // namespace drydock::moor
