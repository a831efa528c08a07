#pragma once

#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/core/bytes.hpp"
#include "reference/moor/codec/builder_shorthands.hpp"
#include "reference/moor/codec/builder_track.hpp"
#include "reference/moor/codec/table_shape.hpp"

namespace drydock::moor {

/// Writes a FlatBuffer from its end to its beginning, to the bytes that the library's own builder
/// gives; that one takes each field for itself, and asks about each again when a table ends. What
/// is written so far can be copied out without an end to the writing. A message that begins like
/// the one before is written over it: only its values are, until it goes another way.
class Builder : public BuilderShorthands<Builder> {
 public:
  explicit Builder(std::size_t bytes = 1024);

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
  /// The same of what `bits` holds for each of `slots`, in their order from slot 0 on, where most
  /// that `write_table` works out is known when compiling.
  template <Slot... slots>
  flatbuffers::Offset<void> write(std::array<std::uint64_t, sizeof...(slots)> const& bits);
  flatbuffers::Offset<flatbuffers::String> write_string(std::string_view text) {
    begin_string(static_cast<flatbuffers::uoffset_t>(text.size()));
    if (!text.empty()) std::memcpy(at_ + sizeof(flatbuffers::uoffset_t), text.data(), text.size());
    return {size()};
  }
  flatbuffers::Offset<flatbuffers::Vector<std::uint8_t>> write_bytes(ByteView bytes);
  template <std::size_t count>
  flatbuffers::Offset<flatbuffers::Vector<std::uint8_t>> write_bytes(
      std::array<std::uint8_t, count> const& bytes) {
    begin_vector(count, 1);
    std::memcpy(at_ + sizeof(flatbuffers::uoffset_t), bytes.data(), count);
    return {size()};
  }
  /// What `write` makes of each of `values`, and then the vector that points there.
  template <class T, class Values, class Write>
  flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<T>>> write_vector(
      Values const& values, Write const& write) {
    std::size_t const begin = elements_.size();
    for (auto const& value : values) elements_.push_back(write(value).o);
    std::uint32_t const vector = write_offsets(std::span(elements_).subspan(begin));
    elements_.resize(begin);
    return {vector};
  }

  /// The buffer that `root`, the last table written, and all it points to make by themselves.
  Bytes finished(flatbuffers::Offset<void> root);

  /// How much is written.
  std::uint32_t size() const { return static_cast<std::uint32_t>(end_ - at_); }
  /// The next message begins. Keeps the memory, and what is written as far as the next is alike;
  /// but not what a large message took.
  void clear();

 private:
  friend class Filler;

  static constexpr std::size_t begin_bytes = 8;
  static constexpr std::size_t begin_slots = begin_bytes / sizeof(flatbuffers::voffset_t);
  struct Vtable {
    std::uint64_t begin = 0;    // Its first bytes, as many as there are of eight.
    std::uint64_t message = 0;  // Which one it is of.
    std::uint32_t at = 0;
  };
  static constexpr unsigned known_bits = 5;
  static std::size_t spread(std::uint64_t begin) {
    return (begin * 0x9e3779b97f4a7c15) >> (64 - known_bits);
  }

  /// Room for so many bytes, at the least.
  void reserve(std::size_t bytes) {
    if (static_cast<std::size_t>(at_ - memory_.get()) < bytes) grow(bytes);
  }
  void grow(std::size_t bytes);
  void take_memory(std::size_t bytes);
  // What a step's shape is: a table's is where its layout stands, which is a multiple of four.
  static std::uint64_t shape_of(LayoutHead const& layout) {
    return reinterpret_cast<std::uintptr_t>(&layout);
  }
  static std::uint64_t shape_of_string(std::size_t length) { return length << 2 | 1; }
  static std::uint64_t shape_of_vector(std::size_t count, std::size_t element) {
    return count << 2 | (element == 1 ? 2 : 3);
  }
  // No layout stands there. Its step's offset is what comes before the bytes written.
  static constexpr std::uint64_t shape_of_end = 4;
  /// Goes on as the message before did, if this is its next step. Returns where that step's bytes
  /// stand, and 0 where they are yet to be written.
  std::uint32_t follow(std::uint64_t shape) {
    auto const* step = track_.follow(shape);
    if (step == nullptr) return 0;
    at_ = end_ - step->size;
    return step->offset;
  }
  /// Before what the message before has no more, or not like this.
  void leave_track();
  /// What stands from `at` to `end`, as a message: behind `front` bytes, the way to its root among
  /// them.
  static Bytes taken_out(std::uint8_t const* at, std::uint8_t const* end, std::uint32_t front,
                         flatbuffers::uoffset_t root);
  /// Steps back over a string, and writes all of it but its characters.
  void begin_string(flatbuffers::uoffset_t length) {
    if (follow(shape_of_string(length)) == 0) write_string_frame(length);
  }
  /// Steps back over a vector's elements, of one byte or of four, and writes their count.
  void begin_vector(flatbuffers::uoffset_t count, std::size_t element) {
    if (follow(shape_of_vector(count, element)) == 0) write_vector_frame(count, element);
  }
  /// All of a table but its fields. Returns where it begins.
  std::uint32_t begin_table(LayoutHead const& layout, flatbuffers::voffset_t const* vtable) {
    if (layout.alignment == 8) alignment_ = 8;
    auto const table = follow(shape_of(layout));
    return table != 0 ? table : write_table_frame(layout, vtable);
  }
  void write_string_frame(flatbuffers::uoffset_t length);
  void write_vector_frame(flatbuffers::uoffset_t count, std::size_t element);
  std::uint32_t write_table_frame(LayoutHead const& layout, flatbuffers::voffset_t const* vtable);
  std::uint32_t write_offsets(std::span<flatbuffers::uoffset_t const> to);
  template <Slot... slots>
  flatbuffers::Offset<void> write_cells(std::array<std::uint64_t, sizeof...(slots)> const& bits);
  /// Into the table that begins `at`, which is `table` bytes from the end.
  template <Slot slot>
  static void store_field(std::uint8_t* at, std::uint32_t table, std::uint64_t bits,
                          std::uint32_t offset);
  /// Where this vtable stands, if need be from now on, before the table at `at`. There is room for
  /// it. `begin` is right about its first eight bytes, `vtable` about the others.
  std::uint32_t place_of(std::uint8_t* at, std::uint64_t begin,
                         flatbuffers::voffset_t const* vtable);
  bool ends_alike(Vtable const& known, flatbuffers::voffset_t const* vtable) const;
  void forget_vtables();
  static std::uint8_t* put_vtable(std::uint8_t* at, std::uint64_t begin,
                                  flatbuffers::voffset_t const* vtable);
  std::uint32_t place_elsewhere(std::uint64_t begin, flatbuffers::voffset_t const* vtable);

  std::unique_ptr<std::uint8_t[]> memory_;
  std::uint8_t* end_ = nullptr;
  std::uint8_t* at_ = nullptr;  // Where what is written begins.
  std::size_t alignment_ = sizeof(flatbuffers::uoffset_t);
  // The vtables that this message has. Each has a place that its first bytes give, which it fills
  // if it comes there first; those that find it filled are looked for in order.
  std::array<Vtable, std::size_t{1} << known_bits> known_{};
  std::vector<Vtable> others_;
  std::uint64_t message_ = 1;
  BuilderTrack track_;
  // Of the vectors that are being written, those of an inner one behind the outer one's.
  std::vector<flatbuffers::uoffset_t> elements_;
};

inline Bytes Builder::taken_out(std::uint8_t const* at, std::uint8_t const* end,
                                std::uint32_t front, flatbuffers::uoffset_t root) {
  Bytes message(at - front, end);
  // Before what is written there is room, but nothing that belongs to it.
  constexpr std::uint64_t nothing = 0;
  if (front >= sizeof nothing) {
    std::memcpy(message.data() + front - sizeof nothing, &nothing, sizeof nothing);
  } else {
    std::memcpy(message.data() + front - sizeof root, &nothing, sizeof root);
  }
  flatbuffers::uoffset_t const way = static_cast<flatbuffers::uoffset_t>(end - at) + front - root;
  std::memcpy(message.data(), &way, sizeof way);
  return message;
}

template <Slot... slots>
flatbuffers::Offset<void> Builder::write(std::array<std::uint64_t, sizeof...(slots)> const& bits) {
  using Shape = TableShape<slots...>;
  static_assert(Shape::size <= slots_max);
  auto const& layout = Shape::layouts[Shape::choice_of(bits)];
  if constexpr (Shape::size > 0) {
    if (layout.alignment == 0) return write_cells<slots...>(bits);
  }
  std::uint32_t const table = begin_table(layout, layout.vtable.data());
  // Not members, which each byte written might have changed.
  std::uint8_t* const at = end_ - table;
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (store_field<slots>(at, table, bits[i], layout.vtable[2 + i]), ...);
  }(std::index_sequence_for<decltype(slots)...>{});
  return {table};
}

template <Slot slot>
void Builder::store_field(std::uint8_t* at, std::uint32_t table, std::uint64_t bits,
                          std::uint32_t offset) {
  if (!slot.is_sure && bits == 0) return;
  if constexpr (slot.is_reference) bits = table - offset - bits;
  std::memcpy(at + offset, &bits, slot.size);
}

template <Slot... slots>
flatbuffers::Offset<void> Builder::write_cells(
    std::array<std::uint64_t, sizeof...(slots)> const& bits) {
  constexpr std::array kinds{slots...};
  std::array<Cell, sizeof...(slots)> cells;
  for (std::uint8_t i = 0; i < cells.size(); ++i) {
    cells[i] = {bits[i], i, kinds[i].size, kinds[i].is_reference};
  }
  return write_table(cells);
}

}  // namespace drydock::moor
