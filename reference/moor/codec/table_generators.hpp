#pragma once

#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/generators.hpp"

// Arbitrary values of everything that has a `table_of`.

namespace drydock::moor {

template <class T>
T made();

/// A few elements.
template <class T>
std::vector<T> made_elements() {
  std::vector<T> elements;
  for (auto left = *below(4); left > 0; --left) elements.push_back(made<T>());
  return elements;
}

template <class Variant, std::size_t at = 0>
Variant made_member(std::size_t chosen) {
  if constexpr (at + 1 < std::variant_size_v<Variant>) {
    if (at != chosen) return made_member<Variant, at + 1>(chosen);
  }
  return Variant(std::in_place_index<at>, made<std::variant_alternative_t<at, Variant>>());
}

ErrorValue made_error();
Map made_map();
std::uint64_t made_bits();
bool made_choice();
Bytes made_bytes();

template <class T>
T made() {
  if constexpr (IsEnum<T>) {
    constexpr auto names = names_of(Type<T>{});
    return names[*below(names.size())].value;
  } else if constexpr (IsScalar<T>) {
    return static_cast<T>(made_bits());
  } else if constexpr (std::is_same_v<T, std::string>) {
    return *any_text();
  } else if constexpr (std::is_same_v<T, Symbol>) {
    return *any_symbol();
  } else if constexpr (std::is_same_v<T, Uuid>) {
    return *any_uuid();
  } else if constexpr (std::is_same_v<T, Obj>) {
    return *any_obj();
  } else if constexpr (std::is_same_v<T, Var>) {
    return *any_value();
  } else if constexpr (std::is_same_v<T, ErrorValue>) {
    return made_error();
  } else if constexpr (std::is_same_v<T, Map>) {
    return made_map();
  } else if constexpr (std::is_same_v<T, Bytes>) {
    return made_bytes();
  } else if constexpr (is_optional<T>) {
    return made_choice() ? T(made<typename T::value_type>()) : T();
  } else if constexpr (is_vector<T>) {
    return made_elements<typename T::value_type>();
  } else if constexpr (is_variant<T>) {
    return made_member<T>(*below(std::variant_size_v<T>));
  } else {
    T table;
    all_fields<T>([&](auto const& field, unsigned) {
      using Value = typename std::decay_t<decltype(field)>::Value;
      table.*field.member = made<Value>();
      return true;
    });
    return table;
  }
}

}  // namespace drydock::moor
