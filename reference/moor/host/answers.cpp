#include "reference/moor/host/answers.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "reference/moor/codec/var_text.hpp"
#include "reference/moor/host/words.hpp"

namespace drydock::moor::host {
namespace {

Var const* metadata(RequestInputEvent const& request, std::string_view key) {
  if (!request.metadata) return nullptr;
  for (MetadataPair const& pair : *request.metadata) {
    if (compare_folded(pair.key.text, key) == 0) return &pair.value;
  }
  return nullptr;
}

/// A string's or symbol's own text, and of anything else the literal.
std::string text_of_value(Var const& value) {
  if (auto const* text = value.as<std::string>()) return *text;
  if (auto const* symbol = value.as<Symbol>()) return symbol->text;
  return to_literal(value);
}

std::string input_type_of(RequestInputEvent const& request) {
  Var const* const type = metadata(request, "input_type");
  return type == nullptr ? std::string{} : text_of_value(*type);
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::string_view> yes_or_no(std::string_view line) {
  if (same_ignoring_case(line, "yes") || same_ignoring_case(line, "y")) return "yes";
  if (same_ignoring_case(line, "no") || same_ignoring_case(line, "n")) return "no";
  return std::nullopt;
}

Result<Var> yes_no_answer(std::string_view line) {
  if (auto const answer = yes_or_no(line)) return Var{std::string(*answer)};
  return fail("Please answer yes or no.");
}

Result<Var> alternative_answer(std::string_view line) {
  if (auto const answer = yes_or_no(line)) return Var{std::string(*answer)};
  if (line.empty()) return fail("Please answer yes or no, or say what else.");
  return Var{fmt::format("alternative: {}", line)};
}

Result<Var> choice_answer(RequestInputEvent const& request, std::string_view line) {
  Var const* const given = metadata(request, "choices");
  List const* const choices = given == nullptr ? nullptr : given->as<List>();
  if (choices == nullptr) return Var{std::string(line)};
  for (Var const& choice : choices->elements) {
    if (same_ignoring_case(text_of_value(choice), line)) return choice;
  }
  auto const number = integer_of(line);
  if (number && *number >= 1 && static_cast<std::size_t>(*number) <= choices->elements.size()) {
    return choices->elements[static_cast<std::size_t>(*number - 1)];
  }
  std::string text = "Please choose by number or text:";
  for (std::size_t at = 0; at < choices->elements.size(); ++at) {
    text += fmt::format(" {}) {}", at + 1, text_of_value(choices->elements[at]));
  }
  return fail(std::move(text));
}

Result<Var> number_answer(RequestInputEvent const& request, std::string_view line) {
  auto const bound = [&](std::string_view key) -> std::int64_t const* {
    Var const* const value = metadata(request, key);
    return value == nullptr ? nullptr : value->as<std::int64_t>();
  };
  auto const number = integer_of(line);
  if (!number) return fail("Please give a whole number.");
  if (auto const* min = bound("min"); min != nullptr && *number < *min) {
    return fail(fmt::format("Please give a number of at least {}.", *min));
  }
  if (auto const* max = bound("max"); max != nullptr && *number > *max) {
    return fail(fmt::format("Please give a number of at most {}.", *max));
  }
  return Var{*number};
}

}  // namespace

std::string prompt_of(RequestInputEvent const& request) {
  Var const* const prompt = metadata(request, "prompt");
  return prompt == nullptr ? std::string{} : text_of_value(*prompt);
}

bool wants_text_area(RequestInputEvent const& request) {
  return input_type_of(request) == "text_area";
}

Result<Var> answer_of(RequestInputEvent const& request, std::string_view line) {
  std::string const type = input_type_of(request);
  std::string_view const answer = trimmed(line);
  if (answer == abort_word) return Var{std::string(abort_word)};
  if (answer.empty()) {
    if (Var const* const usual = metadata(request, "default")) return *usual;
  }
  if (type == "yes_no") return yes_no_answer(answer);
  if (type == "yes_no_alternative") return alternative_answer(answer);
  if (type == "choice") return choice_answer(request, answer);
  if (type == "number") return number_answer(request, answer);
  if (type == "confirmation") return Var{"ok"};
  return Var{std::string(line)};
}

}  // namespace drydock::moor::host
