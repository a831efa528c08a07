#include "reference/moo/operators.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "reference/moor/codec/utf8.hpp"
#include "reference/moor/codec/var_order.hpp"

namespace drydock::moo {
namespace {

using moor::Float;

bool is_number(Var const& value) {
  return value.as<std::int64_t>() != nullptr || value.as<Float>() != nullptr;
}

double number_in(Var const& value) {
  if (auto const* integer = value.as<std::int64_t>()) return static_cast<double>(*integer);
  return value.as<Float>()->value;
}

std::int64_t wrapped(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }

Value integer_power(std::int64_t base, std::int64_t exponent) {
  if (exponent < 0) {
    if (base == 0) return raised(ErrorCode::e_div);
    if (base != 1 && base != -1) return Var(0);
    return Var(base == 1 || exponent % 2 == 0 ? 1 : -1);
  }
  std::uint64_t result = 1;
  auto factor = static_cast<std::uint64_t>(base);
  for (auto left = exponent; left > 0; left >>= 1) {
    if ((left & 1) != 0) result *= factor;
    factor *= factor;
  }
  return Var(wrapped(result));
}

Value apply_integers(Binary operation, std::int64_t a, std::int64_t b) {
  auto const x = static_cast<std::uint64_t>(a);
  auto const y = static_cast<std::uint64_t>(b);
  switch (operation) {
    case Binary::add:
      return Var(wrapped(x + y));
    case Binary::subtract:
      return Var(wrapped(x - y));
    case Binary::multiply:
      return Var(wrapped(x * y));
    case Binary::power:
      return integer_power(a, b);
    default:
      break;
  }
  if (b == 0) return raised(ErrorCode::e_div);
  if (b == -1) return Var(operation == Binary::divide ? wrapped(0 - x) : std::int64_t{0});
  return Var(operation == Binary::divide ? a / b : a % b);
}

Value apply_floats(Binary operation, double a, double b) {
  double result = 0;
  switch (operation) {
    case Binary::add:
      result = a + b;
      break;
    case Binary::subtract:
      result = a - b;
      break;
    case Binary::multiply:
      result = a * b;
      break;
    case Binary::power:
      result = std::pow(a, b);
      break;
    default:
      if (b == 0) return raised(ErrorCode::e_div);
      result = operation == Binary::divide ? a / b : std::fmod(a, b);
      break;
  }
  if (!std::isfinite(result)) return raised(ErrorCode::e_float);
  return Var(result);
}

Value apply_arithmetic(Binary operation, Var const& a, Var const& b) {
  auto const* text = a.as<std::string>();
  if (operation == Binary::add && text != nullptr && b.as<std::string>() != nullptr)
    return Var(*text + *b.as<std::string>());
  if (!is_number(a) || !is_number(b)) return raised(ErrorCode::e_type);
  if (a.as<Float>() != nullptr || b.as<Float>() != nullptr)
    return apply_floats(operation, number_in(a), number_in(b));
  return apply_integers(operation, *a.as<std::int64_t>(), *b.as<std::int64_t>());
}

Value apply_order(Binary operation, Var const& a, Var const& b) {
  bool const numbers = is_number(a) && is_number(b);
  bool const scalar = a.as<std::string>() != nullptr || a.as<Obj>() != nullptr ||
                      a.as<ErrorValue>() != nullptr || a.as<bool>() != nullptr;
  if (!numbers && (!scalar || a.alternative() != b.alternative())) return raised(ErrorCode::e_type);
  if (numbers && (std::isnan(number_in(a)) || std::isnan(number_in(b)))) return Var(0);
  auto const order = moor::compare(a, b);
  switch (operation) {
    case Binary::less:
      return Var(order < 0 ? 1 : 0);
    case Binary::less_equal:
      return Var(order <= 0 ? 1 : 0);
    case Binary::greater:
      return Var(order > 0 ? 1 : 0);
    default:
      return Var(order >= 0 ? 1 : 0);
  }
}

/// 0-based, of an index within 1..size; else E_RANGE, and E_TYPE for what is no integer.
tl::expected<std::size_t, ErrorValue> place(Var const& index, std::size_t size) {
  auto const* number = index.as<std::int64_t>();
  if (number == nullptr) return raised(ErrorCode::e_type);
  if (*number < 1 || static_cast<std::uint64_t>(*number) > size) return raised(ErrorCode::e_range);
  return static_cast<std::size_t>(*number) - 1;
}

struct Bounds {
  std::size_t from = 0;  // 0-based.
  std::size_t count = 0;
};

/// Of what stays before and after: `from` may be just behind the end, `to` just before the start.
tl::expected<Bounds, ErrorValue> bounds(Var const& from, Var const& to, std::size_t size) {
  auto const* first = from.as<std::int64_t>();
  auto const* last = to.as<std::int64_t>();
  if (first == nullptr || last == nullptr) return raised(ErrorCode::e_type);
  auto const end = static_cast<std::int64_t>(size);
  if (*first < 1 || *first > end + 1 || *last < 0 || *last > end) return raised(ErrorCode::e_range);
  Bounds found{static_cast<std::size_t>(*first) - 1, 0};
  if (*first <= *last) found.count = static_cast<std::size_t>(*last - *first) + 1;
  return found;
}

std::size_t size_of(Var const& value) {
  auto const length = length_of(value);
  return length ? static_cast<std::size_t>(*length->as<std::int64_t>()) : 0;
}

template <class Sequence>
void replace(Sequence& sequence, Bounds bounds, Sequence const& with) {
  auto const at = sequence.begin() + static_cast<std::ptrdiff_t>(bounds.from);
  Sequence result(sequence.begin(), at);
  result.insert(result.end(), with.begin(), with.end());
  result.insert(result.end(), at + static_cast<std::ptrdiff_t>(bounds.count), sequence.end());
  sequence = std::move(result);
}

}  // namespace

Value apply(Binary operation, Var const& a, Var const& b) {
  switch (operation) {
    case Binary::equal:
      return Var(equal(a, b) ? 1 : 0);
    case Binary::unequal:
      return Var(equal(a, b) ? 0 : 1);
    case Binary::in:
      return place_of(a, b);
    case Binary::less:
    case Binary::less_equal:
    case Binary::greater:
    case Binary::greater_equal:
      return apply_order(operation, a, b);
    default:
      return apply_arithmetic(operation, a, b);
  }
}

Value negate(Var const& value) {
  if (auto const* integer = value.as<std::int64_t>())
    return Var(wrapped(0 - static_cast<std::uint64_t>(*integer)));
  if (auto const* number = value.as<Float>()) return Var(-number->value);
  return raised(ErrorCode::e_type);
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string_view characters(std::string_view text, std::size_t from, std::size_t count) {
  auto const skip = [](std::string_view rest, std::size_t wanted) {
    std::size_t at = 0;
    for (; wanted > 0 && at < rest.size(); --wanted)
      at += std::max<std::size_t>(moor::utf8_length(rest.substr(at)), 1);
    return at;
  };
  text.remove_prefix(skip(text, from));
  return text.substr(0, skip(text, count));
}

Value length_of(Var const& value) {
  std::size_t length = 0;
  if (auto const* list = value.as<List>()) {
    length = list->elements.size();
  } else if (auto const* text = value.as<std::string>()) {
    length = character_count(*text);
  } else if (auto const* map = value.as<Map>()) {
    length = map->pairs.size();
  } else if (auto const* binary = value.as<moor::Binary>()) {
    length = binary->data.size();
  } else if (auto const* flyweight = value.as<moor::Flyweight>()) {
    length = flyweight->contents.elements.size();
  } else {
    return raised(ErrorCode::e_type);
  }
  return Var(static_cast<std::int64_t>(length));
}

Value element_of(Var const& container, Var const& index) {
  if (auto const* map = container.as<Map>()) {
    auto const* found = find(*map, index);
    if (found == nullptr) return raised(ErrorCode::e_range);
    return *found;
  }
  if (!length_of(container)) return raised(ErrorCode::e_type);
  auto const at = place(index, size_of(container));
  if (!at) return raised(at.error());
  if (auto const* list = container.as<List>()) return list->elements[*at];
  if (auto const* flyweight = container.as<moor::Flyweight>())
    return flyweight->contents.elements[*at];
  if (auto const* binary = container.as<moor::Binary>())
    return Var(std::int64_t{binary->data[*at]});
  return Var(std::string(characters(*container.as<std::string>(), *at, 1)));
}

Value part_of(Var const& container, Var const& from, Var const& to) {
  auto const size = length_of(container);
  if (!size || container.as<Map>() != nullptr) return raised(ErrorCode::e_type);
  auto const* first = from.as<std::int64_t>();
  auto const* last = to.as<std::int64_t>();
  auto const found = first != nullptr && last != nullptr && *first > *last
                         ? Bounds{}
                         : bounds(from, to, size_of(container));
  if (!found) return raised(found.error());
  auto const begin = static_cast<std::ptrdiff_t>(found->from);
  auto const end = begin + static_cast<std::ptrdiff_t>(found->count);
  if (auto const* text = container.as<std::string>())
    return Var(std::string(characters(*text, found->from, found->count)));
  if (auto const* binary = container.as<moor::Binary>())
    return Var(moor::Binary{{binary->data.begin() + begin, binary->data.begin() + end}});
  auto const* list = container.as<List>();
  auto const& elements =
      list != nullptr ? list->elements : container.as<moor::Flyweight>()->contents.elements;
  return Var(List{{elements.begin() + begin, elements.begin() + end}});
}

Value with_element(Var container, Var const& index, Var value) {
  if (auto const* map = container.as<Map>()) {
    auto changed = *map;
    put(changed, index, std::move(value));
    return Var(std::move(changed));
  }
  if (container.as<List>() == nullptr && container.as<std::string>() == nullptr)
    return raised(ErrorCode::e_type);
  auto const at = place(index, size_of(container));
  if (!at) return raised(at.error());
  if (auto const* list = container.as<List>()) {
    auto changed = *list;
    changed.elements[*at] = std::move(value);
    return Var(std::move(changed));
  }
  auto const* character = value.as<std::string>();
  if (character == nullptr) return raised(ErrorCode::e_type);
  if (character_count(*character) != 1) return raised(ErrorCode::e_invarg);
  return with_part(std::move(container), index, index, value);
}

Value with_part(Var container, Var const& from, Var const& to, Var const& value) {
  if (container.alternative() != value.alternative()) return raised(ErrorCode::e_type);
  auto const* list = container.as<List>();
  auto const* text = container.as<std::string>();
  if (list == nullptr && text == nullptr) return raised(ErrorCode::e_type);
  auto const found = bounds(from, to, size_of(container));
  if (!found) return raised(found.error());
  if (list != nullptr) {
    auto changed = list->elements;
    replace(changed, *found, value.as<List>()->elements);
    return Var(List{std::move(changed)});
  }
  auto const front = characters(*text, 0, found->from);
  auto const middle = characters(*text, found->from, found->count);
  auto changed = *text;
  return Var(changed.replace(front.size(), middle.size(), *value.as<std::string>()));
}

Value place_of(Var const& value, Var const& container) {
  if (auto const* list = container.as<List>()) {
    for (std::size_t i = 0; i < list->elements.size(); ++i) {
      if (equal(list->elements[i], value)) return Var(static_cast<std::int64_t>(i + 1));
    }
    return Var(0);
  }
  auto const* map = container.as<Map>();
  if (map == nullptr) return raised(ErrorCode::e_type);
  for (std::size_t i = 0; i < map->pairs.size(); ++i) {
    if (equal(map->pairs[i].second, value)) return Var(static_cast<std::int64_t>(i + 1));
  }
  return Var(0);
}

void put(Map& map, Var key, Var value) {
  auto const at = std::lower_bound(
      map.pairs.begin(), map.pairs.end(), key,
      [](auto const& pair, auto const& wanted) { return moor::compare(pair.first, wanted) < 0; });
  if (at != map.pairs.end() && moor::compare(at->first, key) == 0) {
    at->second = std::move(value);
  } else {
    map.pairs.emplace(at, std::move(key), std::move(value));
  }
}

Var const* find(Map const& map, Var const& key) {
  auto const at = std::lower_bound(
      map.pairs.begin(), map.pairs.end(), key,
      [](auto const& pair, auto const& wanted) { return moor::compare(pair.first, wanted) < 0; });
  return at != map.pairs.end() && moor::compare(at->first, key) == 0 ? &at->second : nullptr;
}

}  // namespace drydock::moo
