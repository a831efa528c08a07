#pragma once

#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "reference/moor/codec/builder.hpp"
#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/filler.hpp"
#include "reference/moor/codec/small_tables.hpp"
#include "reference/moor/codec/var_encode.hpp"

// Writes everything that has a `table_of`: with a Builder what a check let pass, so that it cannot
// fail, or with a Filler.

namespace drydock::moor {

template <class Out, class T>
flatbuffers::Offset<void> write_table(Out& out, T const& value);

template <class Out, class Variant>
flatbuffers::Offset<void> write_member(Out& out, Variant const& value) {
  return std::visit([&](auto const& one) { return write_table(out, one); }, value);
}
/// The alternatives stand in the order of their tags, of which 0 is none.
template <class Variant>
std::uint8_t tag_of(Variant const& value) {
  return static_cast<std::uint8_t>(value.index() + 1);
}

/// Values of the MOO, whose shapes are too many to be often alike.
template <class T>
inline constexpr bool is_moo =
    std::is_same_v<T, Var> || std::is_same_v<T, ErrorValue> || std::is_same_v<T, Map>;

template <class Out, class T>
flatbuffers::Offset<void> write_value(Out& out, T const& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return out.write_string(value).Union();
  } else if constexpr (std::is_same_v<T, Symbol>) {
    return write_symbol_table(out, value);
  } else if constexpr (std::is_same_v<T, Uuid>) {
    return write_uuid_table(out, value);
  } else if constexpr (std::is_same_v<T, Obj>) {
    return write_obj_table(out, value);
  } else if constexpr (is_moo<T> && std::is_same_v<Out, Filler>) {
    out.give_up();
    return {0};
  } else if constexpr (std::is_same_v<T, Var>) {
    return write_var(out, value).Union();
  } else if constexpr (std::is_same_v<T, ErrorValue>) {
    return write_error(out, value).Union();
  } else if constexpr (std::is_same_v<T, Map>) {
    return write_map(out, value).Union();
  } else if constexpr (std::is_same_v<T, Bytes>) {
    return out.write_bytes(value).Union();
  } else if constexpr (is_vector<T>) {
    return out
        .template write_vector<void>(value, [&](auto const& one) { return write_value(out, one); })
        .Union();
  } else if constexpr (is_variant<T>) {
    return out.write_union(tag_of(value), write_member(out, value));
  } else {
    return write_table(out, value);
  }
}

/// The slots that a field takes, and what goes into them.
template <FieldRole role, class T>
constexpr auto slots_of() {
  if constexpr (role == FieldRole::tagged) {
    return std::array{sure_tag, sure_reference};
  } else if constexpr (IsEnum<T> || IsScalar<T>) {
    return std::array{Slot{sizeof(T)}};
  } else {
    return std::array{Slot{4, true, !is_optional<T>}};
  }
}
template <FieldRole role, class Out, class T>
void write_field(Out& out, std::uint64_t* bits, T const& value) {
  if constexpr (IsEnum<T> && std::is_same_v<Out, Filler>) out.require(!name_of(value).empty());
  if constexpr (role == FieldRole::tagged) {
    bits[1] = write_member(out, value).o;
    bits[0] = tag_of(value);
  } else if constexpr (role == FieldRole::raw_uuid) {
    *bits = out.write_bytes(value.bytes).o;
  } else if constexpr (IsEnum<T> || IsScalar<T>) {
    *bits = static_cast<std::uint64_t>(value);
  } else if constexpr (is_optional<T>) {
    *bits = value ? write_value(out, *value).o : 0;
  } else {
    *bits = write_value(out, value).o;
  }
}

/// All slots of a table.
template <class T>
constexpr auto slots_of_table() {
  constexpr auto layout = table_of(Type<T>{});
  std::array<Slot, layout.slots> slots;
  auto at = slots.begin();
  std::apply(
      [&]<class... Of>(Of const&...) {
        ((at = std::ranges::copy(slots_of<Of::role, typename Of::Value>(), at).out), ...);
      },
      layout.fields);
  return slots;
}

template <class Out, class T>
flatbuffers::Offset<void> write_table(Out& out, T const& value) {
  static constexpr auto slots = slots_of_table<T>();
  std::array<std::uint64_t, slots.size()> bits;
  all_fields<T>([&]<class Of>(Of const& field, unsigned slot) {
    write_field<Of::role>(out, bits.data() + slot, value.*field.member);
    return true;
  });
  return [&]<std::size_t... at>(std::index_sequence<at...>) {
    return out.template write<slots[at]...>(bits);
  }(std::make_index_sequence<slots.size()>{});
}

}  // namespace drydock::moor
