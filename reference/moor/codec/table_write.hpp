#pragma once

#include <flatbuffers/flatbuffers.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/var_encode.hpp"

// Writes what a check let pass, for everything that has a `table_of`: it cannot fail.

namespace drydock::moor {

/// A table's fields, gathered before it is begun: what a field points to has to be written first.
class TableFields {
 public:
  static constexpr unsigned slots_max = 16;

  /// A number of `size` bytes; 0, the default of every field, is left out.
  void number(unsigned slot, std::size_t size, std::uint64_t bits);
  void offset(unsigned slot, flatbuffers::Offset<void> offset);
  flatbuffers::Offset<void> write(flatbuffers::FlatBufferBuilder& out) const;

 private:
  struct Cell {
    std::uint64_t bits = 0;  // Of an offset, the offset.
    std::uint8_t size = 0;   // 0 where there is no field.
    bool is_offset = false;
  };
  std::array<Cell, slots_max> cells_;
  // Most tables are small, so that only what they have is looked through.
  unsigned slots_end_ = 0;
  std::size_t sizes_ = 0;  // All that there are, added as bits.
};

template <class T>
flatbuffers::Offset<void> write_table(flatbuffers::FlatBufferBuilder& out, T const& value);

template <class Variant>
void add_union(flatbuffers::FlatBufferBuilder& out, TableFields& fields, unsigned slot,
               Variant const& value) {
  auto const body = std::visit([&](auto const& one) { return write_table(out, one); }, value);
  // The alternatives stand in the order of their tags, of which 0 is none.
  fields.number(slot, 1, value.index() + 1);
  fields.offset(slot + 1, body);
}

template <class T>
flatbuffers::Offset<void> write_value(flatbuffers::FlatBufferBuilder& out, T const& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return out.CreateString(value).Union();
  } else if constexpr (std::is_same_v<T, Symbol>) {
    return write_symbol(out, value).Union();
  } else if constexpr (std::is_same_v<T, Uuid>) {
    return write_uuid(out, value).Union();
  } else if constexpr (std::is_same_v<T, Obj>) {
    return write_obj(out, value).Union();
  } else if constexpr (std::is_same_v<T, Var>) {
    return write_var(out, value).Union();
  } else if constexpr (std::is_same_v<T, ErrorValue>) {
    return write_error(out, value).Union();
  } else if constexpr (std::is_same_v<T, Map>) {
    return write_map(out, value).Union();
  } else if constexpr (std::is_same_v<T, Bytes>) {
    return out.CreateVector(value).Union();
  } else if constexpr (is_vector<T>) {
    std::vector<flatbuffers::Offset<void>> elements;
    elements.reserve(value.size());
    for (auto const& element : value) elements.push_back(write_value(out, element));
    return out.CreateVector(elements).Union();
  } else if constexpr (is_variant<T>) {
    TableFields fields;
    add_union(out, fields, 0, value);
    return fields.write(out);
  } else {
    return write_table(out, value);
  }
}

template <FieldRole role, class T>
void add_field(flatbuffers::FlatBufferBuilder& out, TableFields& fields, unsigned slot,
               T const& value) {
  if constexpr (role == FieldRole::tagged) {
    add_union(out, fields, slot, value);
  } else if constexpr (role == FieldRole::raw_uuid) {
    fields.offset(slot, out.CreateVector(value.bytes.data(), value.bytes.size()).Union());
  } else if constexpr (IsEnum<T> || IsScalar<T>) {
    fields.number(slot, sizeof(T), static_cast<std::uint64_t>(value));
  } else if constexpr (is_optional<T>) {
    if (value) fields.offset(slot, write_value(out, *value));
  } else {
    fields.offset(slot, write_value(out, value));
  }
}

template <class T>
flatbuffers::Offset<void> write_table(flatbuffers::FlatBufferBuilder& out, T const& value) {
  static_assert(table_of(Type<T>{}).slots <= TableFields::slots_max);
  TableFields fields;
  all_fields<T>([&](auto const& field, unsigned slot) {
    add_field<std::decay_t<decltype(field)>::role>(out, fields, slot, value.*field.member);
    return true;
  });
  return fields.write(out);
}

}  // namespace drydock::moor
