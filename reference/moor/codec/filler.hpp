#pragma once

#include <flatbuffers/flatbuffers.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/moor/codec/builder.hpp"
#include "reference/moor/codec/builder_shorthands.hpp"
#include "reference/moor/codec/utf8.hpp"

namespace drydock::moor {

/// Writes a message as a Builder does, if it has the shape of the one that the builder wrote last:
/// as many of everything, texts as long, the same members of unions. Then only its values differ,
/// and are put in the places of the other's. At the first step that is another one it gives up, for
/// good: what it returns is of no use then, and the builder writes all of the message, for which
/// nothing is lost.
///
/// The writing may depend on nothing but shapes and values, as it does where each part is referred
/// to by the one that it was written for.
class Filler : public BuilderShorthands<Filler> {
 public:
  /// Nothing else is done with the builder meanwhile.
  explicit Filler(Builder& builder) : end_(builder.end_), step_(builder.track_.first()) {}

  /// Whether it has not given up.
  bool good() const { return step_ != &BuilderTrack::none; }
  void give_up() { step_ = &BuilderTrack::none; }
  /// Nobody looks at the values before, as is done for a builder: those that may not be sent have
  /// to be refused here.
  void require(bool allowed) {
    if (!allowed) give_up();
  }

  template <Slot... slots>
  flatbuffers::Offset<void> write(std::array<std::uint64_t, sizeof...(slots)> const& bits);
  flatbuffers::Offset<flatbuffers::String> write_string(std::string_view text) {
    require(is_utf8(text));
    return {put(Builder::shape_of_string(text.size()), text.data(), text.size())};
  }
  flatbuffers::Offset<flatbuffers::Vector<std::uint8_t>> write_bytes(ByteView bytes) {
    return {put(Builder::shape_of_vector(bytes.size(), 1), bytes.data(), bytes.size())};
  }
  template <class T, class Values, class Write>
  flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<T>>> write_vector(
      Values const& values, Write const& write) {
    for (auto const& value : values) {
      if (good()) write(value);
    }
    return {follow(Builder::shape_of_vector(values.size(), sizeof(flatbuffers::uoffset_t)))};
  }
  Bytes finished(flatbuffers::Offset<void> root) {
    auto const& step = *step_;
    auto const front = follow(Builder::shape_of_end);
    return front == 0 ? Bytes{} : Builder::taken_out(end_ - step.size, end_, front, root.o);
  }

 private:
  /// Where the next step's bytes stand, from the end; 0 if it is another one.
  std::uint32_t follow(std::uint64_t shape) {
    if (step_->shape == shape) return step_++->offset;
    give_up();
    return 0;
  }
  /// The elements of a vector, behind their count.
  std::uint32_t put(std::uint64_t shape, void const* bytes, std::size_t size) {
    auto const offset = follow(shape);
    if (offset != 0 && size > 0) {
      std::memcpy(end_ - offset + sizeof(flatbuffers::uoffset_t), bytes, size);
    }
    return offset;
  }
  /// References lead where they led, and a tag stays, or its table is another one.
  template <Slot slot>
  void fill_in(std::uint8_t* at, std::uint64_t bits) {
    if constexpr (slot.is_sure && !slot.is_reference) {
      static_assert(slot.size == 1);
      require(*at == bits);
    } else if constexpr (!slot.is_reference) {
      if (bits != 0) std::memcpy(at, &bits, slot.size);
    }
  }

  std::uint8_t* end_;
  BuilderTrack::Step const* step_;
};

template <Slot... slots>
flatbuffers::Offset<void> Filler::write(std::array<std::uint64_t, sizeof...(slots)> const& bits) {
  using Shape = TableShape<slots...>;
  auto const& layout = Shape::layouts[Shape::choice_of(bits)];
  // A layout that is not known has left no step.
  auto const table = follow(Builder::shape_of(layout));
  if (table == 0) return {0};
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (fill_in<slots>(end_ - table + layout.vtable[2 + i], bits[i]), ...);
  }(std::index_sequence_for<decltype(slots)...>{});
  return {table};
}

}  // namespace drydock::moor
