#include "reference/moor/codec/encode_check.hpp"

#include <algorithm>

#include "reference/moor/codec/verify_limits.hpp"

namespace drydock::moor {
namespace {

// A value takes at most this much beside its text: `Var`, a variant, what the variant holds, a slot
// or a pair, and the vtables that no other table shares.
constexpr std::size_t value_bytes = 256;
// A builder counts in signed 32-bit numbers, and aborts beyond.
constexpr std::size_t builder_bytes = std::size_t{1} << 30;

}  // namespace

template <class Where>
EncodeCheck<Where>::EncodeCheck(Limits const& limits)
    : limits_(limits),
      nesting_max_(std::min(limits.nesting, VerifyLimits::nesting_max)),
      values_left_(std::min(limits.values, builder_bytes / value_bytes)),
      bytes_left_(std::min({limits.expanded_bytes, limits.message_bytes, builder_bytes / 2})) {}

template <class Where>
bool EncodeCheck<Where>::value(Var const& value, Where const& place) {
  return charge_values(1, place) && variant(value, place);
}

template <class Where>
bool EncodeCheck<Where>::values(std::vector<Var> const& values, Where const& place) {
  return charge_values(values.size(), place) && elements(values, place);
}

template <class Where>
bool EncodeCheck<Where>::elements(std::vector<Var> const& values, Where const& place) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!variant(values[i], element_of(place, i))) return false;
  }
  return true;
}

template <class Where>
bool EncodeCheck<Where>::variant(Var const& value, Where const& place) {
  if (value.as<std::int64_t>() != nullptr) return true;
  if (auto const* string = value.as<std::string>()) return text(*string, place);
  if (auto const* symbol = value.as<Symbol>()) return text(symbol->text, place);
  if (auto const* binary = value.as<Binary>()) return charge_bytes(binary->data.size(), place);
  if (auto const* inner = value.as<ErrorValue>()) return error_value(*inner, place);
  if (auto const* inner = value.as<List>()) return list(*inner, place);
  if (auto const* inner = value.as<Map>()) return map(*inner, place);
  if (auto const* inner = value.as<Flyweight>()) return flyweight(*inner, place);
  if (value.as<Lambda>() != nullptr && !limits_.lambdas) {
    return refuse(place, "a lambda, which must not leave the daemon");
  }
  return true;
}

template <class Where>
bool EncodeCheck<Where>::error_value(ErrorValue const& value, Where const& place) {
  auto const custom = value.code == ErrorCode::custom;
  if (!custom && value.code > ErrorCode::e_intrpt) {
    return refuse(place, "{} is no error code", static_cast<unsigned>(value.code));
  }
  if (custom != value.custom_symbol.has_value()) {
    return refuse(place, "an error has a symbol exactly when its code is 255");
  }
  if (custom && !text(value.custom_symbol->text, Where{&place, "custom_symbol"})) return false;
  if (value.message && !text(*value.message, Where{&place, "msg"})) return false;
  if (!value.value) return true;
  if (!enter(place) || !this->value(*value.value, Where{&place, "value"})) return false;
  leave();
  return true;
}

template <class Where>
bool EncodeCheck<Where>::list(List const& value, Where const& place) {
  if (!enter(place) || !values(value.elements, Where{&place, "elements"})) return false;
  leave();
  return true;
}

template <class Where>
bool EncodeCheck<Where>::map(Map const& value, Where const& place) {
  if (!enter(place) || !charge_values(2 * value.pairs.size(), place)) return false;
  for (std::size_t i = 0; i < value.pairs.size(); ++i) {
    Where const pair = element_of(Where{&place, "pairs"}, i);
    if (!variant(value.pairs[i].first, Where{&pair, "key"})) return false;
    if (!variant(value.pairs[i].second, Where{&pair, "value"})) return false;
  }
  leave();
  return true;
}

template <class Where>
bool EncodeCheck<Where>::flyweight(Flyweight const& value, Where const& place) {
  if (!enter(place) || !charge_values(value.slots.size(), place)) return false;
  for (std::size_t i = 0; i < value.slots.size(); ++i) {
    Where const slot = element_of(Where{&place, "slots"}, i);
    if (!text(value.slots[i].first.text, Where{&slot, "name"})) return false;
    if (!variant(value.slots[i].second, Where{&slot, "value"})) return false;
  }
  if (!values(value.contents.elements, Where{&place, "contents.elements"})) return false;
  leave();
  return true;
}

template class EncodeCheck<Place>;
template class EncodeCheck<Unplaced>;

}  // namespace drydock::moor
