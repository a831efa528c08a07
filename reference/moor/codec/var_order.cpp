#include "reference/moor/codec/var_order.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace drydock::moor {
namespace {

// Two to the power of 63: the least double above every int64.
constexpr double int64_end = 9223372036854775808.0;

std::weak_ordering order(None, None) { return std::weak_ordering::equivalent; }
std::weak_ordering order(Lambda, Lambda) { return std::weak_ordering::equivalent; }
std::weak_ordering order(bool a, bool b) { return a <=> b; }
std::weak_ordering order(std::int64_t a, std::int64_t b) { return a <=> b; }
std::weak_ordering order(std::string const& a, std::string const& b) {
  return compare_folded(a, b);
}
std::weak_ordering order(Obj const& a, Obj const& b) { return a <=> b; }
std::weak_ordering order(Symbol const& a, Symbol const& b) {
  return compare_folded(a.text, b.text);
}
std::weak_ordering order(Binary const& a, Binary const& b) { return a.data <=> b.data; }

std::weak_ordering order(Float a, Float b) {
  auto const by_value = a.value <=> b.value;
  if (by_value < 0) return std::weak_ordering::less;
  if (by_value > 0) return std::weak_ordering::greater;
  if (by_value == 0) return std::weak_ordering::equivalent;
  return std::isnan(a.value) <=> std::isnan(b.value);
}

/// Exact: a double of 2^53 or more may lie between two integers that both convert to it.
std::weak_ordering order(std::int64_t a, Float b) {
  if (std::isnan(b.value) || b.value >= int64_end) return std::weak_ordering::less;
  if (b.value < -int64_end) return std::weak_ordering::greater;
  auto const whole = static_cast<std::int64_t>(b.value);  // Towards zero.
  if (a != whole) return a <=> whole;
  return order(Float{0}, Float{b.value - static_cast<double>(whole)});
}
std::weak_ordering order(Float a, std::int64_t b) { return 0 <=> order(b, a); }

template <class Element, class Order>
std::weak_ordering order_elements(std::vector<Element> const& a, std::vector<Element> const& b,
                                  Order const& order_of) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (auto const first = order_of(a[i], b[i]); first != 0) return first;
  }
  return a.size() <=> b.size();
}

std::weak_ordering order(List const& a, List const& b) {
  return order_elements(a.elements, b.elements, compare);
}

std::weak_ordering order(Map const& a, Map const& b) {
  return order_elements(a.pairs, b.pairs, [](auto const& x, auto const& y) {
    auto const keys = compare(x.first, y.first);
    return keys != 0 ? keys : compare(x.second, y.second);
  });
}

std::weak_ordering order(Flyweight const& a, Flyweight const& b) {
  if (auto const delegates = order(a.delegate, b.delegate); delegates != 0) return delegates;
  auto const slots = order_elements(a.slots, b.slots, [](auto const& x, auto const& y) {
    auto const names = order(x.first, y.first);
    return names != 0 ? names : compare(x.second, y.second);
  });
  return slots != 0 ? slots : order(a.contents, b.contents);
}

/// Absent comes before present.
template <class Optional>
std::weak_ordering order_optional(Optional const& a, Optional const& b) {
  if (!a || !b) return static_cast<bool>(a) <=> static_cast<bool>(b);
  return order(*a, *b);
}

std::weak_ordering order(ErrorValue const& a, ErrorValue const& b) {
  if (a.code != b.code) return a.code <=> b.code;
  if (auto const symbols = order_optional(a.custom_symbol, b.custom_symbol); symbols != 0)
    return symbols;
  if (auto const messages = order_optional(a.message, b.message); messages != 0) return messages;
  if (!a.value || !b.value) return static_cast<bool>(a.value) <=> static_cast<bool>(b.value);
  return compare(*a.value, *b.value);
}

/// The place of each variant's kind in the order; int and float share one.
struct Rank {
  int operator()(None) const { return 0; }
  int operator()(bool) const { return 1; }
  int operator()(Obj const&) const { return 2; }
  int operator()(std::int64_t) const { return 3; }
  int operator()(Float) const { return 3; }
  int operator()(List const&) const { return 4; }
  int operator()(std::string const&) const { return 5; }
  int operator()(Map const&) const { return 6; }
  int operator()(Flyweight const&) const { return 7; }
  int operator()(Symbol const&) const { return 8; }
  int operator()(Binary const&) const { return 9; }
  int operator()(ErrorValue const&) const { return 10; }
  int operator()(Lambda) const { return 11; }
};

/// The places of `items` in their order, equal ones as they stand. Moves numbers, not items.
template <class Item, class Order>
std::vector<std::size_t> sorted_indices(std::vector<Item> const& items, Order const& order_of) {
  std::vector<std::size_t> indices(items.size());
  std::iota(indices.begin(), indices.end(), std::size_t{0});
  std::sort(indices.begin(), indices.end(), [&](std::size_t a, std::size_t b) {
    auto const by_item = order_of(items[a], items[b]);
    return by_item != 0 ? by_item < 0 : a < b;
  });
  return indices;
}

}  // namespace

std::weak_ordering compare(Var const& a, Var const& b) {
  auto const ranks = a.visit(Rank{}) <=> b.visit(Rank{});
  if (ranks != 0) return ranks;
  if (a.alternative() == b.alternative()) {
    return a.visit(
        [&](auto const& of_a) { return order(of_a, *b.as<std::decay_t<decltype(of_a)>>()); });
  }
  if (auto const* integer = a.as<std::int64_t>()) return order(*integer, *b.as<Float>());
  return order(*a.as<Float>(), *b.as<std::int64_t>());
}

Map make_map(std::vector<std::pair<Var, Var>> pairs) {
  auto const order_of = [](auto const& a, auto const& b) { return compare(a.first, b.first); };
  // What a daemon sends is in order already.
  auto const not_before = [&](auto const& a, auto const& b) { return order_of(a, b) >= 0; };
  if (std::adjacent_find(pairs.begin(), pairs.end(), not_before) == pairs.end()) {
    return {std::move(pairs)};
  }
  Map map;
  map.pairs.reserve(pairs.size());
  for (auto const index : sorted_indices(pairs, order_of)) {
    auto& pair = pairs[index];
    if (!map.pairs.empty() && order_of(map.pairs.back(), pair) == 0) {
      map.pairs.back().second = std::move(pair.second);
    } else {
      map.pairs.push_back(std::move(pair));
    }
  }
  return map;
}

Flyweight make_flyweight(Obj delegate, std::vector<std::pair<Symbol, Var>> slots, List contents) {
  Flyweight flyweight{delegate, {}, std::move(contents)};
  flyweight.slots.reserve(slots.size());
  auto const order_of = [](auto const& a, auto const& b) { return order(a.first, b.first); };
  for (auto const index : sorted_indices(slots, order_of)) {
    auto& slot = slots[index];
    if (!flyweight.slots.empty() && order_of(flyweight.slots.back(), slot) == 0) {
      flyweight.slots.back() = std::move(slot);
    } else {
      flyweight.slots.push_back(std::move(slot));
    }
  }
  return flyweight;
}

}  // namespace drydock::moor
