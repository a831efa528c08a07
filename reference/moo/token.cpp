#include "reference/moo/token.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "reference/moor/codec/utf8.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moo {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word(char c) { return is_letter(c) || is_digit(c); }

/// Longer ones first.
constexpr std::array<std::string_view, 34> signs{
    "&&", "||", "==", "!=", "<=", ">=", "->", "=>", "..", "+", "-", "*", "/", "%", "^", "!", "<",
    ">",  "=",  "?",  "|",  ":",  ";",  ",",  ".",  "$",  "@", "(", ")", "{", "}", "[", "]", "`"};

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  Compiled<std::vector<Token>> all() {
    if (!moor::is_utf8(source_)) return refuse("the program is not UTF-8");
    std::vector<Token> tokens;
    while (true) {
      if (!skip_blank()) return refuse("the comment does not end");
      Token& token = tokens.emplace_back();
      token.place = place();
      if (at_ >= source_.size()) return tokens;
      auto const start = at_;
      if (auto read = next(token); !read) return tl::unexpected(read.error());
      token.text = source_.substr(start, at_ - start);
    }
  }

 private:
  std::string_view rest() const { return source_.substr(at_); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }
  Place place() const { return {line_, static_cast<std::uint32_t>(at_ - line_start_ + 1)}; }
  tl::unexpected<CompileError> refuse(std::string message) const {
    return tl::unexpected(
        CompileError{CompileError::Kind::bad_text, place(), std::move(message), {}});
  }
  void advance(std::size_t count) {
    for (std::size_t i = 0; i < count && at_ < source_.size(); ++i) {
      if (source_[at_++] == '\n') {
        ++line_;
        line_start_ = at_;
      }
    }
  }

  bool skip_blank() {
    while (at_ < source_.size()) {
      if (rest().starts_with("//")) {
        advance(std::min(rest().find('\n'), rest().size()));
      } else if (rest().starts_with("/*")) {
        auto const end = rest().find("*/", 2);
        if (end == std::string_view::npos) return false;
        advance(end + 2);
      } else if (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
        advance(1);
      } else {
        return true;
      }
    }
    return true;
  }

  Compiled<void> next(Token& token) {
    token.kind = Token::Kind::value;
    char const c = peek();
    if (is_digit(c)) return number(token);
    if (c == '"') return string(token);
    if (rest().starts_with("b\"")) return literal(token, quoted_length(1));
    if (rest().starts_with("E_'") || rest().starts_with("e_'")) {
      if (peek(3) == '"') return literal(token, quoted_length(3));
      if (is_letter(peek(3))) return literal(token, 3 + word_length(3));
    }
    if (c == '#') return literal(token, object_length());
    if (c == '\'' && peek(1) == '"') return literal(token, quoted_length(1));
    if (c == '\'' && is_letter(peek(1))) return literal(token, 1 + word_length(1));
    if (rest().starts_with("*anonymous-") && is_packed(11) && peek(28) == '*')
      return literal(token, 29);
    if (rest().starts_with("<lambda>")) return literal(token, 8);
    if (rest().starts_with("NaN(0x")) return literal(token, 23);
    if (is_letter(c)) return word(token);
    return sign(token);
  }

  /// Hands `length` bytes to the reader of literals.
  Compiled<void> literal(Token& token, std::size_t length) {
    auto value = moor::parse_literal(rest().substr(0, length));
    if (!value) return refuse(value.error().message);
    token.value = std::move(*value);
    advance(length);
    return {};
  }

  std::size_t word_length(std::size_t from) const {
    std::size_t length = 0;
    while (is_word(peek(from + length))) ++length;
    return length;
  }

  /// To the end of the text that opens at `quote`, or of all.
  std::size_t quoted_length(std::size_t quote) const {
    auto at = quote + 1;
    while (at < rest().size() && rest()[at] != '"') at += rest()[at] == '\\' ? 2 : 1;
    return std::min(at + 1, rest().size());
  }

  /// Six hexadecimal digits, a hyphen and ten more.
  bool is_packed(std::size_t from) const {
    if (peek(from + 6) != '-') return false;
    for (std::size_t i = 0; i < 17; ++i) {
      if (i != 6 && !is_hex(peek(from + i))) return false;
    }
    return true;
  }

  std::size_t object_length() const {
    if (is_packed(1)) return 18;
    std::size_t length = peek(1) == '-' ? 2 : 1;
    while (is_digit(peek(length))) ++length;
    return length;
  }

  Compiled<void> number(Token& token) {
    std::size_t length = 0;
    while (is_digit(peek(length))) ++length;
    bool whole = true;
    if (peek(length) == '.' && is_digit(peek(length + 1))) {
      whole = false;
      ++length;
      while (is_digit(peek(length))) ++length;
    }
    if (peek(length) == 'e' || peek(length) == 'E') {
      auto const sign = peek(length + 1) == '-' || peek(length + 1) == '+' ? 1U : 0U;
      if (is_digit(peek(length + 1 + sign))) {
        whole = false;
        length += 1 + sign;
        while (is_digit(peek(length))) ++length;
      }
    }
    // The least integer is written as a minus and a number one too large for an integer; the parser
    // puts the two together.
    if (whole && rest().substr(0, length) == "9223372036854775808") {
      token.kind = Token::Kind::sign;
      advance(length);
      return {};
    }
    return literal(token, length);
  }

  /// More generous than a literal: a backslash makes any character stand for itself.
  Compiled<void> string(Token& token) {
    std::string text;
    std::size_t at = 1;
    for (; at < rest().size() && rest()[at] != '"'; ++at) {
      char const c = rest()[at];
      if (c != '\\') {
        text.push_back(c);
        continue;
      }
      char const escaped = peek(++at);
      if (escaped == 'x' && is_hex(peek(at + 1)) && is_hex(peek(at + 2))) {
        unsigned byte = 0;
        std::from_chars(rest().data() + at + 1, rest().data() + at + 3, byte, 16);
        text.push_back(static_cast<char>(byte));
        at += 2;
      } else {
        text.push_back(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped);
      }
    }
    if (at >= rest().size()) return refuse("the string does not end");
    if (!moor::is_utf8(text)) return refuse("the string is not UTF-8");
    token.value = std::move(text);
    advance(at + 1);
    return {};
  }

  Compiled<void> word(Token& token) {
    auto const text = rest().substr(0, word_length(0));
    if (text == "None" || text == "true" || text == "false" || text == "inf" || text == "NaN" ||
        text.starts_with("E_") || text.starts_with("e_")) {
      return literal(token, text.size());
    }
    token.kind = Token::Kind::word;
    advance(text.size());
    return {};
  }

  Compiled<void> sign(Token& token) {
    token.kind = Token::Kind::sign;
    if (peek() == '\'') {
      advance(1);
      return {};
    }
    for (auto const known : signs) {
      if (!rest().starts_with(known)) continue;
      advance(known.size());
      return {};
    }
    auto const length = std::max<std::size_t>(moor::utf8_length(rest()), 1);
    return refuse(fmt::format("`{}` means nothing here", rest().substr(0, length)));
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t line_start_ = 0;
};

}  // namespace

std::string CompileError::text() const {
  return fmt::format("line {}, column {}: {}", place.line, place.column, message);
}

Compiled<std::vector<Token>> tokenize(std::string_view source) { return Lexer(source).all(); }

}  // namespace drydock::moo
