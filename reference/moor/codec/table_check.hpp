#pragma once

#include "reference/moor/codec/encode_check.hpp"
#include "reference/moor/codec/fields.hpp"

// Whether a value can be encoded, for everything that has a `table_of`.

namespace drydock::moor {

template <class Where, class T>
bool check_value(EncodeCheck<Where>& check, T const& value, Where const& place) {
  if constexpr (IsEnum<T>) {
    return !name_of(value).empty() ||
           check.refuse(place, "{} is none of its values", static_cast<int>(value));
  } else if constexpr (IsScalar<T> || std::is_same_v<T, Uuid> || std::is_same_v<T, Obj>) {
    return true;
  } else if constexpr (std::is_same_v<T, std::string>) {
    return check.text(value, place);
  } else if constexpr (std::is_same_v<T, Symbol>) {
    return check.text(value.text, place);
  } else if constexpr (std::is_same_v<T, Var>) {
    return check.value(value, place);
  } else if constexpr (std::is_same_v<T, ErrorValue>) {
    return check.error_value(value, place);
  } else if constexpr (std::is_same_v<T, Map>) {
    return check.map(value, place);
  } else if constexpr (std::is_same_v<T, Bytes>) {
    return check.charge_bytes(value.size(), place);
  } else if constexpr (std::is_same_v<T, std::vector<Var>>) {
    return check.values(value, place);
  } else if constexpr (is_optional<T>) {
    return !value || check_value(check, *value, place);
  } else if constexpr (is_vector<T>) {
    if (!check.charge_values(value.size(), place)) return false;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (!check_value(check, value[i], element_of(place, i))) return false;
    }
    return true;
  } else if constexpr (is_variant<T>) {
    return std::visit(
        [&](auto const& body) {
          constexpr auto name = table_of(Type<std::decay_t<decltype(body)>>{}).name;
          return check_value(check, body, member_of(place, name));
        },
        value);
  } else {
    return all_fields<T>([&](auto const& field, unsigned) {
      return check_value(check, value.*field.member, Where{&place, field.name});
    });
  }
}

}  // namespace drydock::moor
