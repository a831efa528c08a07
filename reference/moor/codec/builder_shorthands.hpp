#pragma once

#include <flatbuffers/flatbuffers.h>

#include <concepts>
#include <cstdint>

#include "reference/moor/codec/table_shape.hpp"

namespace drydock::moor {

/// Tables that are often written, for whoever writes tables: `Self` derives from this.
template <class Self>
class BuilderShorthands {
 public:
  flatbuffers::Offset<void> write_nothing() { return self().template write<>({}); }
  /// A table of one number, and nothing else.
  template <std::integral T>
  flatbuffers::Offset<void> write_number(T value) {
    return self().template write<Slot{sizeof(T), false, false}>(
        {static_cast<std::uint64_t>(value)});
  }
  /// The table of a union: its tag and what it points to, in the first two slots.
  flatbuffers::Offset<void> write_union(std::uint8_t tag, flatbuffers::Offset<void> value) {
    return self().template write<sure_tag, sure_reference>({tag, value.o});
  }
  /// A table of nothing but what these point to, all of which is there, in the slots from the first
  /// on.
  template <class... T>
  flatbuffers::Offset<void> write_references(flatbuffers::Offset<T>... to) {
    return self().template write<reference_to<T>...>({to.o...});
  }

 private:
  template <class>
  static constexpr Slot reference_to = sure_reference;

  Self& self() { return static_cast<Self&>(*this); }
};

}  // namespace drydock::moor
