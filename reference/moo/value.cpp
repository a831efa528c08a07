#include "reference/moo/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reference/moor/codec/error_code.hpp"
#include "reference/moor/codec/literal_writer.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moo {
namespace {

constexpr std::array<std::string_view, 19> messages{"No error",
                                                    "Type mismatch",
                                                    "Division by zero",
                                                    "Permission denied",
                                                    "Property not found",
                                                    "Verb not found",
                                                    "Variable not found",
                                                    "Invalid indirection",
                                                    "Recursive move",
                                                    "Too many verb calls",
                                                    "Range error",
                                                    "Incorrect number of arguments",
                                                    "Move refused by destination",
                                                    "Invalid argument",
                                                    "Resource limit exceeded",
                                                    "Floating-point arithmetic error",
                                                    "File error",
                                                    "Execution error",
                                                    "Interrupted"};

bool equal_elements(std::vector<Var> const& a, std::vector<Var> const& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), equal);
}

bool equal_pairs(Map const& a, Map const& b) {
  return std::equal(a.pairs.begin(), a.pairs.end(), b.pairs.begin(), b.pairs.end(),
                    [](auto const& x, auto const& y) {
                      return equal(x.first, y.first) && equal(x.second, y.second);
                    });
}

bool equal_errors(ErrorValue const& a, ErrorValue const& b) {
  if (a.code != b.code || a.custom_symbol.has_value() != b.custom_symbol.has_value()) return false;
  if (a.custom_symbol && !moor::same_symbol(*a.custom_symbol, *b.custom_symbol)) return false;
  if (!a.value || !b.value) return !a.value && !b.value;
  return equal(*a.value, *b.value);
}

void weigh(Var const& value, std::size_t depth, Weight& weight) {
  ++weight.cells;
  weight.depth = std::max(weight.depth, depth);
  if (weight.cells > cells_max || weight.depth > depth_max) return;
  if (auto const* text = value.as<std::string>()) weight.cells += text->size() / 16;
  if (auto const* binary = value.as<moor::Binary>()) weight.cells += binary->data.size() / 16;
  if (auto const* symbol = value.as<Symbol>()) weight.cells += symbol->text.size() / 16;
  if (auto const* list = value.as<List>()) {
    for (auto const& element : list->elements) weigh(element, depth + 1, weight);
  } else if (auto const* map = value.as<Map>()) {
    for (auto const& [key, of_key] : map->pairs) {
      weigh(key, depth + 1, weight);
      weigh(of_key, depth + 1, weight);
    }
  } else if (auto const* error = value.as<ErrorValue>()) {
    if (error->message) weight.cells += error->message->size() / 16;
    if (error->value) weigh(*error->value, depth + 1, weight);
  } else if (auto const* flyweight = value.as<moor::Flyweight>()) {
    for (auto const& slot : flyweight->slots) weigh(slot.second, depth + 1, weight);
    for (auto const& element : flyweight->contents.elements) weigh(element, depth + 1, weight);
  }
}

}  // namespace

tl::unexpected<ErrorValue> raised(ErrorCode code, std::string message) {
  ErrorValue error;
  error.code = code;
  if (!message.empty()) error.message = std::move(message);
  return tl::unexpected<ErrorValue>(std::move(error));
}

tl::unexpected<ErrorValue> raised(ErrorValue error) {
  return tl::unexpected<ErrorValue>(std::move(error));
}

std::string message_of(ErrorValue const& error) {
  if (error.message) return *error.message;
  if (error.custom_symbol) return error.custom_symbol->text;
  auto const index = static_cast<std::size_t>(error.code);
  return index < messages.size() ? std::string(messages.at(index)) : "Unknown error";
}

bool truthy(Var const& value) {
  if (auto const* boolean = value.as<bool>()) return *boolean;
  if (auto const* integer = value.as<std::int64_t>()) return *integer != 0;
  if (auto const* floating = value.as<moor::Float>()) return floating->value != 0;
  if (auto const* text = value.as<std::string>()) return !text->empty();
  if (auto const* list = value.as<List>()) return !list->elements.empty();
  if (auto const* map = value.as<Map>()) return !map->pairs.empty();
  if (auto const* binary = value.as<moor::Binary>()) return !binary->data.empty();
  return value.as<Symbol>() != nullptr || value.as<moor::Flyweight>() != nullptr;
}

bool equal(Var const& a, Var const& b) {
  if (a.alternative() != b.alternative()) return false;
  if (auto const* text = a.as<std::string>())
    return moor::compare_folded(*text, *b.as<std::string>()) == 0;
  if (auto const* number = a.as<moor::Float>()) return number->value == b.as<moor::Float>()->value;
  if (auto const* list = a.as<List>())
    return equal_elements(list->elements, b.as<List>()->elements);
  if (auto const* map = a.as<Map>()) return equal_pairs(*map, *b.as<Map>());
  if (auto const* error = a.as<ErrorValue>()) return equal_errors(*error, *b.as<ErrorValue>());
  return a == b;
}

std::string display(Var const& value) {
  if (auto const* text = text_in(value)) return *text;
  if (auto const* error = value.as<ErrorValue>()) return message_of(*error);
  if (value.as<List>() != nullptr) return "{list}";
  if (value.as<Map>() != nullptr) return "[map]";
  if (auto const* obj = value.as<Obj>()) return moor::text_of(*obj);
  return moor::to_literal(value);
}

std::string const* text_in(Var const& value) {
  if (auto const* text = value.as<std::string>()) return text;
  if (auto const* symbol = value.as<Symbol>()) return &symbol->text;
  return nullptr;
}

Value name_in(Var const& value) {
  if (auto const* text = text_in(value)) return Var(*text);
  if (auto const* error = value.as<ErrorValue>()) {
    return Var(error->custom_symbol ? error->custom_symbol->text
                                    : std::string(moor::name_of(error->code)));
  }
  return raised(ErrorCode::e_type);
}

Weight weigh(Var const& value) {
  Weight weight;
  weigh(value, 0, weight);
  return weight;
}

bool is_bearable(Var const& value) {
  auto const weight = weigh(value);
  return weight.cells <= cells_max && weight.depth <= depth_max;
}

}  // namespace drydock::moo
