#include "reference/moor/codec/literal_parser.hpp"

#include <fmt/format.h>
#include <sodium/utils.h>

#include <algorithm>
#include <bit>
#include <charconv>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/error_code.hpp"
#include "reference/moor/codec/literal_writer.hpp"
#include "reference/moor/codec/utf8.hpp"
#include "reference/moor/codec/var_order.hpp"

namespace drydock::moor {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_number_part(char c) { return is_word(c) || c == '.' || c == '-' || c == '+'; }

/// All of `text` as a number of `T`; absent if it is none, or out of range.
template <class T, class... Options>
std::optional<T> number_of(std::string_view text, Options... options) {
  T value{};
  auto const [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, options...);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Result<Var> LiteralParser::parse_all() {
  Var out;
  if (!value(out)) return fail(std::move(error_));
  skip_space();
  if (at_ < text_.size()) {
    refuse_expecting("the end");
    return fail(std::move(error_));
  }
  return out;
}

bool LiteralParser::refuse(std::string reason) {
  error_ = fmt::format("column {}: {}", at_ + 1, std::move(reason));
  return false;
}

bool LiteralParser::refuse_expecting(std::string_view expected) {
  if (at_ >= text_.size()) return refuse(fmt::format("expected {}, but the text ends", expected));
  LiteralWriter seen(24);
  seen.write_quoted(utf8_front(rest(), 16));
  return refuse(fmt::format("expected {}, not {}", expected, std::move(seen).take()));
}

void LiteralParser::skip_space() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
}

bool LiteralParser::take(std::string_view token) {
  skip_space();
  if (!rest().starts_with(token)) return false;
  at_ += token.size();
  return true;
}

bool LiteralParser::expect(std::string_view token) {
  return take(token) || refuse_expecting(fmt::format("`{}`", token));
}

std::string_view LiteralParser::take_identifier() {
  auto const start = at_;
  while (is_word(peek())) ++at_;
  return text_.substr(start, at_ - start);
}

bool LiteralParser::enter() {
  auto const nesting_max = Limits{}.nesting;
  if (nesting_ >= nesting_max) return refuse(fmt::format("nested more than {} deep", nesting_max));
  ++nesting_;
  return true;
}

bool LiteralParser::value(Var& out) {
  skip_space();
  auto const c = peek();
  if (rest().starts_with("b\"")) return binary(out);
  if (rest().starts_with("-inf") || is_digit(c) || c == '-') return number(out);
  if (is_word(c)) return word(out);
  if (c == '"') {
    std::string string;
    if (!in_quotes(string)) return false;
    out = std::move(string);
    return true;
  }
  if (c == '\'') {
    ++at_;
    Symbol symbol;
    if (!name(symbol.text)) return false;
    out = std::move(symbol);
    return true;
  }
  if (c == '#' || c == '*') {
    Obj obj;
    if (!object(obj)) return false;
    out = obj;
    return true;
  }
  if (c == '{') {
    List list_value;
    if (!list(list_value)) return false;
    out = std::move(list_value);
    return true;
  }
  if (c == '[') return map(out);
  if (take("<lambda>")) {
    out = Lambda{};
    return true;
  }
  if (c == '<') return flyweight(out);
  return refuse_expecting("a value");
}

bool LiteralParser::in_quotes(std::string& out) {
  if (!expect("\"")) return false;
  while (true) {
    auto const end = rest().find_first_of("\"\\");
    if (end == std::string_view::npos) {
      at_ = text_.size();
      return refuse("expected `\"`, but the text ends");
    }
    out.append(rest().substr(0, end));
    at_ += end + 1;
    if (text_[at_ - 1] == '"') return true;
    if (!escape(out)) return false;
  }
}

bool LiteralParser::escape(std::string& out) {
  switch (peek()) {
    case '"':
    case '\\':
      out += peek();
      break;
    case 'n':
      out += '\n';
      break;
    case 't':
      out += '\t';
      break;
    case 'x': {
      auto const byte = number_of<std::uint8_t>(rest().substr(1, 2), 16);
      if (rest().size() < 3 || !byte) return refuse_expecting("two hexadecimal digits after `\\x`");
      out += static_cast<char>(*byte);
      at_ += 2;
      break;
    }
    default:
      return refuse_expecting("`\"`, `\\`, `n`, `t` or `x` after a backslash");
  }
  ++at_;
  return true;
}

bool LiteralParser::name(std::string& out) {
  if (peek() == '"') return in_quotes(out);
  if (is_digit(peek())) return refuse_expecting("a name");
  out = take_identifier();
  return !out.empty() || refuse_expecting("a name");
}

bool LiteralParser::number(Var& out) {
  auto end = at_ + 1;
  while (end < text_.size() && is_number_part(text_[end]) && text_.substr(end, 2) != "->") ++end;
  auto const text = text_.substr(at_, end - at_);
  auto const is_float = text.find_first_of(".eEi") != std::string_view::npos;
  if (auto const integer = number_of<std::int64_t>(text); integer && !is_float) {
    out = *integer;
  } else if (auto const floating = number_of<double>(text); floating && is_float) {
    out = *floating;
  } else {
    return refuse(fmt::format("`{}` is no number of 64 bits", utf8_front(text, 40)));
  }
  at_ = end;
  return true;
}

/// What follows `NaN`: nothing, or the bits.
bool LiteralParser::nan(Var& out) {
  auto bits = std::uint64_t{0x7ff8000000000000};
  if (rest().starts_with("(0x")) {
    auto const given = number_of<std::uint64_t>(rest().substr(3, 16), 16);
    if (rest().size() < 20 || rest()[19] != ')' || !given ||
        std::bit_cast<double>(*given) == std::bit_cast<double>(*given)) {
      return refuse_expecting("the 16 hexadecimal digits of a NaN");
    }
    bits = *given;
    at_ += 20;
  }
  out = std::bit_cast<double>(bits);
  return true;
}

bool LiteralParser::packed(std::uint64_t& out) {
  constexpr std::size_t high_digits = 6;
  constexpr std::size_t low_digits = 10;
  auto const high = number_of<std::uint64_t>(rest().substr(0, high_digits), 16);
  auto const low_text =
      rest().size() > high_digits ? rest().substr(high_digits + 1, low_digits) : "";
  auto const low = number_of<std::uint64_t>(low_text, 16);
  if (!high || !low || low_text.size() != low_digits || rest()[high_digits] != '-' ||
      *high > packed_obj_mask >> 40) {
    return refuse_expecting("6 hexadecimal digits up to 3FFFFF, `-` and 10 more");
  }
  out = *high << 40 | *low;
  at_ += high_digits + 1 + low_digits;
  return true;
}

bool LiteralParser::object(Obj& out) {
  if (take("*anonymous-")) {
    std::uint64_t bits = 0;
    if (!packed(bits) || !expect("*")) return false;
    out = AnonymousObjId{bits};
    return true;
  }
  if (!expect("#")) return false;
  auto const digits = rest().substr(0, 6);
  if (rest().size() > 6 && rest()[6] == '-' && std::all_of(digits.begin(), digits.end(), is_word)) {
    std::uint64_t bits = 0;
    if (!packed(bits)) return false;
    out = UuObjId{bits};
    return true;
  }
  auto end = at_ + (peek() == '-' ? 1 : 0);
  while (end < text_.size() && is_digit(text_[end])) ++end;
  auto const number = number_of<std::int32_t>(text_.substr(at_, end - at_));
  if (!number) return refuse_expecting("the number of an object, of 32 bits");
  out = ObjId{*number};
  at_ = end;
  return true;
}

bool LiteralParser::word(Var& out) {
  auto const start = at_;
  auto const word = take_identifier();
  if (word == "None") {
    out = None{};
  } else if (word == "true" || word == "false") {
    out = word == "true";
  } else if (word == "inf") {
    out = std::numeric_limits<double>::infinity();
  } else if (word == "NaN") {
    return nan(out);
  } else if (word.starts_with("E_") || word.starts_with("e_")) {
    return error_value(word, out);
  } else {
    at_ = start;
    return refuse_expecting("a value");
  }
  return true;
}

bool LiteralParser::error_value(std::string_view word, Var& out) {
  ErrorValue error;
  if (auto const code = error_code_of(word)) {
    error.code = *code;
  } else {
    error.code = ErrorCode::custom;
    error.custom_symbol = Symbol{std::string(word)};
    if (word == "E_" && peek() == '\'') {
      ++at_;
      error.custom_symbol->text.clear();
      if (!name(error.custom_symbol->text)) return false;
    }
  }
  if (peek() == '(' && !error_details(error)) return false;
  out = std::move(error);
  return true;
}

bool LiteralParser::error_details(ErrorValue& out) {
  if (!expect("(")) return false;
  if (!take("None") && !in_quotes(out.message.emplace())) return false;
  if (take(",")) {
    Var inner;
    if (!enter() || !value(inner)) return false;
    leave();
    out.value = std::make_shared<Var const>(std::move(inner));
  }
  return expect(")");
}

bool LiteralParser::list(List& out) {
  if (!enter() || !expect("{")) return false;
  if (!take("}")) {
    do {
      if (!value(out.elements.emplace_back())) return false;
    } while (take(","));
    if (!take("}")) return refuse_expecting("`,` or `}`");
  }
  leave();
  return true;
}

bool LiteralParser::map(Var& out) {
  std::vector<std::pair<Var, Var>> pairs;
  if (!enter() || !expect("[")) return false;
  if (!take("]")) {
    do {
      auto& [key, of_key] = pairs.emplace_back();
      if (!value(key) || !expect("->") || !value(of_key)) return false;
    } while (take(","));
    if (!take("]")) return refuse_expecting("`,` or `]`");
  }
  leave();
  out = make_map(std::move(pairs));
  return true;
}

bool LiteralParser::binary(Var& out) {
  at_ += 2;
  auto const text = rest().substr(0, rest().find('"'));
  if (text.size() == rest().size()) {
    at_ = text_.size();
    return refuse("expected `\"`, but the text ends");
  }
  auto const url_safe = text.find_first_of("+/") == std::string_view::npos;
  auto const padded = text.ends_with('=');
  auto const variant =
      url_safe
          ? (padded ? sodium_base64_VARIANT_URLSAFE : sodium_base64_VARIANT_URLSAFE_NO_PADDING)
          : (padded ? sodium_base64_VARIANT_ORIGINAL : sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  Bytes data(text.size() + 1);  // Never empty, since the library takes no null pointer.
  std::size_t length = 0;
  if (sodium_base642bin(data.data(), data.size(), text.data(), text.size(), nullptr, &length,
                        nullptr, variant) != 0) {
    return refuse("expected base64 in `b\"...\"`");
  }
  data.resize(length);
  at_ += text.size() + 1;
  out = Binary{std::move(data)};
  return true;
}

bool LiteralParser::flyweight(Var& out) {
  Obj delegate;
  std::vector<std::pair<Symbol, Var>> slots;
  List contents;
  if (!enter() || !expect("<")) return false;
  skip_space();
  if (!object(delegate) || !flyweight_parts(slots, contents)) return false;
  leave();
  out = make_flyweight(delegate, std::move(slots), std::move(contents));
  return true;
}

/// `, .name = value` any number of times, `, {contents}` at most once, and `>`.
bool LiteralParser::flyweight_parts(std::vector<std::pair<Symbol, Var>>& slots, List& contents) {
  while (take(",")) {
    skip_space();
    if (peek() == '{') {
      // The contents are a part of the flyweight, not a level of their own.
      leave();
      auto const good = list(contents);
      ++nesting_;
      return good && expect(">");
    }
    auto& [slot_name, slot] = slots.emplace_back();
    if (!expect(".") || !name(slot_name.text) || !expect("=") || !value(slot)) return false;
  }
  return take(">") || refuse_expecting("`,` or `>`");
}

}  // namespace drydock::moor
