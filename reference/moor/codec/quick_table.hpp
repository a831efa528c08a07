#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/noting_read.hpp"
#include "reference/moor/codec/quick_read.hpp"

// QuickRead, and after it NotingRead, for everything that has a `table_of`.

namespace drydock::moor {

template <class From, class T>
bool quick_table(From& from, QuickRead::Fields const& fields, T& out);
template <class From, class T>
bool quick_value(From& from, std::size_t position, T& out);

/// What `out` holds, if that is a `Member`, to be read over; or a new one.
template <class Member, class Holder>
Member& held_or_new(Holder& out) {
  if constexpr (is_optional<Holder>) {
    return out ? *out : out.emplace();
  } else {
    auto* const held = std::get_if<Member>(&out);
    return held != nullptr ? *held : out.template emplace<Member>();
  }
}

/// The member that the tag in `slot` names.
template <class From, class... Member>
bool quick_union(From& from, QuickRead::Fields const& fields, unsigned slot,
                 std::variant<Member...>& out) {
  using Variant = std::variant<Member...>;
  using Read = bool (*)(From&, QuickRead::Fields const&, Variant&);
  static constexpr std::array<Read, sizeof...(Member)> reads{
      [](From& from, QuickRead::Fields const& body, Variant& out) {
        return quick_table(from, body, held_or_new<Member>(out));
      }...};
  std::uint8_t tag = 0;
  QuickRead::Fields body;
  return from.number(fields, slot, tag) && tag != 0 && tag <= reads.size() &&
         from.table(from.at(fields, slot + 1), body) && reads[tag - 1U](from, body, out);
}

template <class From, class T>
bool quick_elements(From& from, std::size_t position, std::vector<T>& out) {
  std::size_t at = 0;
  std::size_t count = 0;
  if (!from.vector(position, 4, at, count) || !from.charge_values(count)) return false;
  out.resize(count);
  for (T& one : out) {
    if (!quick_value(from, at, one)) return false;
    at += 4;
  }
  return true;
}

/// What the offset at `position` points to.
template <class From, class T>
bool quick_value(From& from, std::size_t position, T& out) {
  if constexpr (std::is_same_v<T, std::string>) {
    return from.text(position, out);
  } else if constexpr (std::is_same_v<T, Symbol>) {
    return from.symbol(position, out);
  } else if constexpr (std::is_same_v<T, Uuid>) {
    return from.uuid(position, out);
  } else if constexpr (std::is_same_v<T, Obj>) {
    return from.obj(position, out);
  } else if constexpr (std::is_same_v<T, Var>) {
    return from.value(position, out);
  } else if constexpr (std::is_same_v<T, ErrorValue>) {
    return from.error_value(position, out);
  } else if constexpr (std::is_same_v<T, Map>) {
    return from.map(position, out);
  } else if constexpr (std::is_same_v<T, Bytes>) {
    return from.bytes(position, out);
  } else if constexpr (std::is_same_v<T, std::vector<Var>>) {
    return from.values(position, out);
  } else if constexpr (is_vector<T>) {
    return quick_elements(from, position, out);
  } else {
    QuickRead::Fields fields;
    if (!from.table(position, fields)) return false;
    if constexpr (is_variant<T>) {
      return quick_union(from, fields, 0, out);
    } else {
      return quick_table(from, fields, out);
    }
  }
}

template <FieldRole role, class From, class T>
bool quick_field(From& from, QuickRead::Fields const& fields, unsigned slot, T& out) {
  if constexpr (role == FieldRole::tagged) {
    return quick_union(from, fields, slot, out);
  } else if constexpr (IsEnum<T> || std::is_same_v<T, bool>) {
    std::uint8_t number = 0;
    if (!from.number(fields, slot, number)) return false;
    out = static_cast<T>(number);
    if constexpr (IsEnum<T>) return !name_of(out).empty();
    return true;
  } else if constexpr (IsScalar<T>) {
    return from.kept_number(fields, slot, out);
  } else {
    std::size_t const position = from.at(fields, slot);
    if constexpr (is_optional<T>) {
      if (position != QuickRead::nowhere) {
        return quick_value(from, position, held_or_new<typename T::value_type>(out));
      }
      out.reset();
      return true;
    } else if constexpr (role == FieldRole::raw_uuid) {
      return from.raw_uuid(position, out);
    } else {
      return quick_value(from, position, out);
    }
  }
}

template <class From, class T>
bool quick_table(From& from, QuickRead::Fields const& fields, T& out) {
  return all_fields<T>([&]<class Of>(Of const& field, unsigned slot) {
    return quick_field<Of::role>(from, fields, slot, out.*field.member);
  });
}

/// A whole message.
template <class Message>
bool quick_message(ByteView buffer, Limits const& limits, Message& out) {
  QuickRead from(buffer, limits);
  QuickRead::Fields root;
  return from.root(root) && quick_table(from, root, out);
}

/// The shape of a message that quick_message has just read into `out`; one that no message has
/// where there is none to learn.
template <class Message>
MessageShape shape_of_message(ByteView buffer, Message& out) {
  NotingRead from(buffer);
  QuickRead::Fields root;
  if (!from.root(root) || !quick_table(from, root, out)) return {};
  return std::move(from).shape();
}

}  // namespace drydock::moor
