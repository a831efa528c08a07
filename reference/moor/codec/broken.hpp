#pragma once

#include <cstddef>
#include <ostream>

#include "reference/core/bytes.hpp"
#include "reference/moor/codec/codec.hpp"

namespace drydock::moor {

/// A sample with some other bytes, for tests, and what its decoder says of it.
struct Broken {
  char const* name;
  std::size_t offset;
  Bytes bytes;  // In place of those at `offset`.
  DecodeError::Stage stage;
  char const* text;
};
// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest's name.
inline void PrintTo(Broken const& broken, std::ostream* out) { *out << broken.name; }

}  // namespace drydock::moor
