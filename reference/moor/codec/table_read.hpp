#pragma once

#include <flatbuffers/flatbuffers.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "reference/moor/codec/decoding.hpp"
#include "reference/moor/codec/fields.hpp"

// From a verified table to its value, for everything that has a `table_of`. Like `Decoding`'s
// readers: true, or false with the error set.

namespace drydock::moor {

constexpr flatbuffers::voffset_t entry_of(unsigned slot) {
  return static_cast<flatbuffers::voffset_t>(4 + 2 * slot);
}

template <class T>
bool read_table(Decoding& decoding, flatbuffers::Table const& from, Place const& place, T& out);
template <class T>
bool read_value(Decoding& decoding, void const* from, Place const& place, T& out);

/// The member that the tag in `slot` names. `in_path` says whether its name belongs into the path.
template <class... Member>
bool read_union(Decoding& decoding, flatbuffers::Table const& from, unsigned slot,
                Place const& place, bool in_path, std::variant<Member...>& out) {
  auto const tag = from.GetField<std::uint8_t>(entry_of(slot), 0);
  auto const* value = from.GetPointer<flatbuffers::Table const*>(entry_of(slot + 1));
  if (tag == 0 || tag > sizeof...(Member) || value == nullptr) {
    return decoding.refuse(place, &from, fmt::format("the tag {} is unknown", tag));
  }
  unsigned at = 0;
  auto const read_if_named = [&]<class Body>(Type<Body>, bool& good) {
    if (++at != tag) return false;
    auto named = place;
    if (in_path) named.member = table_of(Type<Body>{}).name;
    good = read_table(decoding, *value, named, out.template emplace<Body>());
    return true;
  };
  bool good = false;
  static_cast<void>((read_if_named(Type<Member>{}, good) || ...));
  return good;
}

template <class T>
bool read_elements(Decoding& decoding, void const* from, Place const& place, std::vector<T>& out) {
  // Of strings and of tables alike: offsets.
  auto const& elements =
      *static_cast<flatbuffers::Vector<flatbuffers::Offset<flatbuffers::Table>> const*>(from);
  // Charged before anything is reserved, so that memory is bounded too.
  if (!decoding.charge_values(elements.size(), place, from)) return false;
  out.resize(elements.size());
  Place element{place.parent, place.name, {}, 0};
  for (; element.index < out.size(); ++element.index) {
    auto const* at = elements.Get(static_cast<flatbuffers::uoffset_t>(element.index));
    if (!read_value(decoding, at, element, out[element.index])) return false;
  }
  return true;
}

inline bool read_map(Decoding& decoding, MoorVar::VarMap const& from, Place const& place,
                     Map& out) {
  Var map;
  if (!decoding.map(from, place, map)) return false;
  out = *map.as<Map>();
  return true;
}

template <class T>
bool read_value(Decoding& decoding, void const* from, Place const& place, T& out) {
  if constexpr (std::is_same_v<T, std::string>) {
    return decoding.text(*static_cast<flatbuffers::String const*>(from), place, out);
  } else if constexpr (std::is_same_v<T, Symbol>) {
    return decoding.symbol(*static_cast<MoorCommon::Symbol const*>(from), place, out);
  } else if constexpr (std::is_same_v<T, Uuid>) {
    return decoding.uuid(*static_cast<MoorCommon::Uuid const*>(from), place, out);
  } else if constexpr (std::is_same_v<T, Obj>) {
    return decoding.obj(*static_cast<MoorCommon::Obj const*>(from), place, out);
  } else if constexpr (std::is_same_v<T, Var>) {
    return decoding.value(*static_cast<MoorVar::Var const*>(from), place, out);
  } else if constexpr (std::is_same_v<T, ErrorValue>) {
    // Adds the field's name itself: every field that holds an error is called `error`.
    return decoding.error_value(*static_cast<MoorCommon::Error const*>(from), *place.parent, out);
  } else if constexpr (std::is_same_v<T, Map>) {
    return read_map(decoding, *static_cast<MoorVar::VarMap const*>(from), place, out);
  } else if constexpr (std::is_same_v<T, Bytes>) {
    return decoding.bytes(*static_cast<flatbuffers::Vector<std::uint8_t> const*>(from), place, out);
  } else if constexpr (std::is_same_v<T, std::vector<Var>>) {
    return decoding.values(
        *static_cast<flatbuffers::Vector<flatbuffers::Offset<MoorVar::Var>> const*>(from), place,
        out);
  } else if constexpr (is_vector<T>) {
    return read_elements(decoding, from, place, out);
  } else if constexpr (is_variant<T>) {
    return read_union(decoding, *static_cast<flatbuffers::Table const*>(from), 0, place, false,
                      out);
  } else {
    return read_table(decoding, *static_cast<flatbuffers::Table const*>(from), place, out);
  }
}

template <IsEnum T>
bool read_enum(Decoding& decoding, flatbuffers::Table const& from, unsigned slot,
               Place const& place, T& out) {
  auto const number = from.GetField<std::uint8_t>(entry_of(slot), 0);
  out = static_cast<T>(number);
  return !name_of(out).empty() ||
         decoding.refuse(place, &from, fmt::format("{} is none of its values", number));
}

/// A table's field, which the verifier has seen if it is required.
template <FieldRole role, class T>
bool read_field(Decoding& decoding, flatbuffers::Table const& from, unsigned slot,
                Place const& place, bool in_path, T& out) {
  if constexpr (role == FieldRole::tagged) {
    return read_union(decoding, from, slot, place, in_path, out);
  } else if constexpr (IsEnum<T>) {
    return read_enum(decoding, from, slot, place, out);
  } else if constexpr (std::is_same_v<T, bool>) {
    out = from.GetField<std::uint8_t>(entry_of(slot), 0) != 0;
    return true;
  } else if constexpr (IsScalar<T>) {
    out = from.GetField<T>(entry_of(slot), 0);
    return true;
  } else {
    void const* value = from.GetPointer<std::uint8_t const*>(entry_of(slot));
    if constexpr (is_optional<T>) {
      return value == nullptr || read_value(decoding, value, place, out.emplace());
    } else if constexpr (role == FieldRole::raw_uuid) {
      return decoding.raw_uuid(*static_cast<flatbuffers::Vector<std::uint8_t> const*>(value), place,
                               out);
    } else {
      return read_value(decoding, value, place, out);
    }
  }
}

template <class T>
bool read_table(Decoding& decoding, flatbuffers::Table const& from, Place const& place, T& out) {
  // As `explain` has it: a union's own table, unless it is the root, is no part of a path.
  bool const is_root = place.parent == nullptr && place.name.empty();
  bool const in_path = is_root || !wraps_union<T>();
  return all_fields<T>([&](auto const& field, unsigned slot) {
    Place const here{&place, field.name};
    return read_field<std::decay_t<decltype(field)>::role>(
        decoding, from, slot, in_path ? here : place, in_path, out.*field.member);
  });
}

}  // namespace drydock::moor
