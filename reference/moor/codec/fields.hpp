#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// What a table of the wire consists of, field by field in the order of the schema. Each table says
// so once, in a `table_of` of its own (`*_fields.hpp`), and reading, writing, checking, describing
// and drawing one at random all follow from that. A test holds every table against the schema.
#include "reference/moor/codec/union.hpp"

namespace drydock::moor {

/// Names a type in a call.
template <class T>
struct Type {};

/// What a field is beside its type.
enum class FieldRole : std::uint8_t {
  plain,
  /// A union: its tag and its value take a slot each. A variant that is `plain` is a table of its
  /// own that holds nothing but the union.
  tagged,
  /// A UUID as a bare vector of 16 bytes.
  raw_uuid,
  /// A token: nobody is shown more than its digest.
  secret,
  /// What somebody typed to log in: a verb, a name, and then passwords.
  login_words,
};

template <class Owner, class Member, FieldRole field_role>
struct Field {
  using Value = Member;
  static constexpr FieldRole role = field_role;
  static constexpr unsigned slots = field_role == FieldRole::tagged ? 2 : 1;

  std::string_view name;
  Member Owner::* member;
};

template <class Owner, class Member>
constexpr auto field(std::string_view name, Member Owner::* member) {
  return Field<Owner, Member, FieldRole::plain>{name, member};
}
template <class Owner, class Member>
constexpr auto union_field(std::string_view name, Member Owner::* member) {
  return Field<Owner, Member, FieldRole::tagged>{name, member};
}
template <class Owner, class Member>
constexpr auto raw_uuid(std::string_view name, Member Owner::* member) {
  return Field<Owner, Member, FieldRole::raw_uuid>{name, member};
}
template <class Owner, class Member>
constexpr auto secret_field(std::string_view name, Member Owner::* member) {
  return Field<Owner, Member, FieldRole::secret>{name, member};
}
template <class Owner, class Member>
constexpr auto login_words(std::string_view name, Member Owner::* member) {
  return Field<Owner, Member, FieldRole::login_words>{name, member};
}

template <class... Fields>
struct Table {
  static constexpr std::size_t size = sizeof...(Fields);
  static constexpr unsigned slots = (0U + ... + Fields::slots);

  std::string_view name;
  std::tuple<Fields...> fields;

  /// The first slot of the field at `at`.
  template <std::size_t at>
  static constexpr unsigned slot_of() {
    constexpr std::array<unsigned, size> taken{Fields::slots...};
    unsigned slot = 0;
    for (std::size_t i = 0; i < at; ++i) slot += taken[i];
    return slot;
  }
};

template <class Owner, class... Fields>
constexpr auto table(std::string_view name, Fields... fields) {
  return Table<Fields...>{name, {fields...}};
}

/// An enumerator and what the schema calls it.
template <class Enum>
struct Name {
  Enum value;
  std::string_view text;
};

template <class T>
concept IsTable = requires { table_of(Type<T>{}); };

template <class T>
concept IsEnum = requires { names_of(Type<T>{}); };

template <class T>
concept IsScalar = std::integral<T>;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

template <class T>
inline constexpr bool is_variant = false;
template <class... T>
inline constexpr bool is_variant<std::variant<T...>> = true;
template <class List>
inline constexpr bool is_variant<Union<List>> = true;

/// Nothing but a union: paths leave such a table out, unless it is the root.
template <class T>
constexpr bool wraps_union() {
  constexpr auto layout = table_of(Type<T>{});
  return layout.size == 1 && layout.slots == 2;
}

/// `visit(field, slot)` for each field of `T` in order, as long as it is true.
template <class T, class Visit>
bool all_fields(Visit const& visit) {
  static constexpr auto layout = table_of(Type<T>{});
  return [&visit]<std::size_t... at>(std::index_sequence<at...>) {
    return (visit(std::get<at>(layout.fields), layout.template slot_of<at>()) && ...);
  }(std::make_index_sequence<layout.size>{});
}

/// What the schema calls `value`, or nothing if it calls it nothing.
template <IsEnum T>
constexpr std::string_view name_of(T value) {
  for (auto const& one : names_of(Type<T>{})) {
    if (one.value == value) return one.text;
  }
  return {};
}

}  // namespace drydock::moor
