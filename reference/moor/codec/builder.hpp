#pragma once

#include <flatbuffers/flatbuffers.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "reference/core/bytes.hpp"

namespace drydock::moor {

/// FlatBuffers' builder, which also writes a table whose fields are all known in one go, and copies
/// out what is written so far without an end to the writing. Both give the bytes that the library's
/// own calls would; those take each field for itself, and were a quarter of an idle cluster's time.
class Builder : public flatbuffers::FlatBufferBuilder {
 public:
  using FlatBufferBuilder::FlatBufferBuilder;

  /// A field: a number, or what it points to, as an offset from the end. One of 0 is left out: that
  /// is every number's default, and the offset of nothing.
  struct Cell {
    std::uint64_t bits;
    std::uint8_t slot;
    std::uint8_t size;  // In bytes: 1, 2, 4 or 8.
    bool is_offset;
  };
  static constexpr unsigned slots_max = 16;
  template <std::integral T>
  static Cell number(std::uint8_t slot, T value) {
    return {static_cast<std::uint64_t>(value), slot, sizeof value, false};
  }
  template <class T>
  static Cell reference(std::uint8_t slot, flatbuffers::Offset<T> to) {
    return {to.o, slot, sizeof to.o, true};
  }

  /// A table of `cells`, each in a slot of its own below `slots_max`. The large ones come first, so
  /// that little is lost to alignment, and of one size in the order given.
  flatbuffers::Offset<void> write_table(std::span<Cell const> cells);
  flatbuffers::Offset<void> write_table(std::initializer_list<Cell> cells) {
    return write_table(std::span{cells.begin(), cells.size()});
  }
  /// The table of a union: its tag and what it points to, in the first two slots.
  flatbuffers::Offset<void> write_union(std::uint8_t tag, flatbuffers::Offset<void> value) {
    return write_table({number(0, tag), reference(1, value)});
  }
  /// A table of nothing but what these point to, in the slots from the first on.
  template <class... T>
  flatbuffers::Offset<void> write_references(flatbuffers::Offset<T>... to) {
    std::uint8_t slot = 0;
    return write_table({reference(slot++, to)...});
  }

  /// The buffer that `root`, the last table written, and all it points to make by themselves.
  Bytes finished(flatbuffers::Offset<void> root);

 private:
  std::uint32_t vtable_like(flatbuffers::voffset_t const* vtable) const;
};

}  // namespace drydock::moor
