#include "reference/moor/codec/encode_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reference/moor/codec/utf8.hpp"
#include "reference/moor/codec/verify_limits.hpp"

namespace drydock::moor {
namespace {

// A value takes at most this much beside its text: `Var`, a variant, what the variant holds, a slot
// or a pair, and the vtables that no other table shares.
constexpr std::size_t value_bytes = 256;
// A builder counts in signed 32-bit numbers, and aborts beyond.
constexpr std::size_t builder_bytes = std::size_t{1} << 30;

}  // namespace

EncodeCheck::EncodeCheck(Limits const& limits)
    : limits_(limits),
      nesting_max_(std::min(limits.nesting, VerifyLimits::nesting_max)),
      values_left_(std::min(limits.values, builder_bytes / value_bytes)),
      bytes_left_(std::min({limits.expanded_bytes, limits.message_bytes, builder_bytes / 2})) {}

bool EncodeCheck::refuse(Place const& place, std::string reason) {
  error_.message = fmt::format("{}: {}", text_of(place), reason);
  return false;
}

bool EncodeCheck::charge_values(std::size_t count, Place const& place) {
  if (count > values_left_)
    return refuse(place, fmt::format("more than {} values", limits_.values));
  values_left_ -= count;
  return true;
}

bool EncodeCheck::charge_bytes(std::size_t count, Place const& place) {
  if (count > bytes_left_) {
    return refuse(place, fmt::format("more text and binaries than a message of {} bytes holds",
                                     limits_.message_bytes));
  }
  bytes_left_ -= count;
  return true;
}

bool EncodeCheck::enter(Place const& place) {
  if (nesting_ >= nesting_max_) {
    return refuse(place, fmt::format("nested more than {} deep", nesting_max_));
  }
  ++nesting_;
  return true;
}

bool EncodeCheck::text(std::string_view text, Place const& place) {
  return charge_bytes(text.size(), place) && (is_utf8(text) || refuse(place, "not UTF-8"));
}

bool EncodeCheck::value(Var const& value, Place const& place) {
  return charge_values(1, place) && variant(value, place);
}

bool EncodeCheck::values(std::vector<Var> const& values, Place const& place) {
  return charge_values(values.size(), place) && elements(values, place);
}

bool EncodeCheck::elements(std::vector<Var> const& values, Place const& place) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!variant(values[i], Place{place.parent, place.name, place.member, i})) return false;
  }
  return true;
}

bool EncodeCheck::variant(Var const& value, Place const& place) {
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

bool EncodeCheck::error_value(ErrorValue const& value, Place const& place) {
  auto const custom = value.code == ErrorCode::custom;
  if (!custom && value.code > ErrorCode::e_intrpt) {
    return refuse(place, fmt::format("{} is no error code", static_cast<unsigned>(value.code)));
  }
  if (custom != value.custom_symbol.has_value()) {
    return refuse(place, "an error has a symbol exactly when its code is 255");
  }
  if (custom && !text(value.custom_symbol->text, Place{&place, "custom_symbol"})) return false;
  if (value.message && !text(*value.message, Place{&place, "msg"})) return false;
  if (!value.value) return true;
  if (!enter(place) || !this->value(*value.value, Place{&place, "value"})) return false;
  leave();
  return true;
}

bool EncodeCheck::list(List const& value, Place const& place) {
  if (!enter(place) || !values(value.elements, Place{&place, "elements"})) return false;
  leave();
  return true;
}

bool EncodeCheck::map(Map const& value, Place const& place) {
  if (!enter(place) || !charge_values(2 * value.pairs.size(), place)) return false;
  for (std::size_t i = 0; i < value.pairs.size(); ++i) {
    Place const pair{&place, "pairs", {}, i};
    if (!variant(value.pairs[i].first, Place{&pair, "key"})) return false;
    if (!variant(value.pairs[i].second, Place{&pair, "value"})) return false;
  }
  leave();
  return true;
}

bool EncodeCheck::flyweight(Flyweight const& value, Place const& place) {
  if (!enter(place) || !charge_values(value.slots.size(), place)) return false;
  for (std::size_t i = 0; i < value.slots.size(); ++i) {
    Place const slot{&place, "slots", {}, i};
    if (!text(value.slots[i].first.text, Place{&slot, "name"})) return false;
    if (!variant(value.slots[i].second, Place{&slot, "value"})) return false;
  }
  if (!values(value.contents.elements, Place{&place, "contents.elements"})) return false;
  leave();
  return true;
}

}  // namespace drydock::moor
