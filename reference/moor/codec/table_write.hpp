#pragma once

#include <flatbuffers/flatbuffers.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "reference/moor/codec/builder.hpp"
#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/var_encode.hpp"

// Writes what a check let pass, for everything that has a `table_of`: it cannot fail.

namespace drydock::moor {

/// A table's fields, gathered before it is begun: what a field points to has to be written first.
class TableFields {
 public:
  /// A number of `size` bytes.
  void number(unsigned slot, std::size_t size, std::uint64_t bits) {
    cells_[count_++] = {bits, static_cast<std::uint8_t>(slot), static_cast<std::uint8_t>(size),
                        false};
  }
  void offset(unsigned slot, flatbuffers::Offset<void> offset) {
    cells_[count_++] = {offset.o, static_cast<std::uint8_t>(slot), sizeof(flatbuffers::uoffset_t),
                        true};
  }
  flatbuffers::Offset<void> write(Builder& out) const {
    return out.write_table({cells_.data(), count_});
  }

 private:
  std::array<Builder::Cell, Builder::slots_max> cells_;  // As many as `count_` says.
  std::size_t count_ = 0;
};

template <class T>
flatbuffers::Offset<void> write_table(Builder& out, T const& value);

template <class Variant>
void add_union(Builder& out, TableFields& fields, unsigned slot, Variant const& value) {
  auto const body = std::visit([&](auto const& one) { return write_table(out, one); }, value);
  // The alternatives stand in the order of their tags, of which 0 is none.
  fields.number(slot, 1, value.index() + 1);
  fields.offset(slot + 1, body);
}

template <class T>
flatbuffers::Offset<void> write_value(Builder& out, T const& value) {
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
void add_field(Builder& out, TableFields& fields, unsigned slot, T const& value) {
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
flatbuffers::Offset<void> write_table(Builder& out, T const& value) {
  static_assert(table_of(Type<T>{}).slots <= Builder::slots_max);
  TableFields fields;
  all_fields<T>([&](auto const& field, unsigned slot) {
    add_field<std::decay_t<decltype(field)>::role>(out, fields, slot, value.*field.member);
    return true;
  });
  return fields.write(out);
}

}  // namespace drydock::moor
