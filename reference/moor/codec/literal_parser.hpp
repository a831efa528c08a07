#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reference/core/result.hpp"
#include "reference/moor/codec/var.hpp"

namespace drydock::moor {

/// Reads one MOO literal; the grammar is in var_text.hpp. Every reader is true with `out` filled,
/// or false with the reason in `error()`.
class LiteralParser {
 public:
  explicit LiteralParser(std::string_view text) : text_(text) {}

  /// The value, and nothing after it.
  Result<Var> parse_all();

 private:
  bool value(Var& out);
  bool in_quotes(std::string& out);
  bool escape(std::string& out);
  bool name(std::string& out);
  bool number(Var& out);
  bool nan(Var& out);
  bool object(Obj& out);
  bool packed(std::uint64_t& out);
  bool word(Var& out);
  bool error_value(std::string_view word, Var& out);
  bool error_details(ErrorValue& out);
  bool list(List& out);
  bool map(Var& out);
  bool binary(Var& out);
  bool flyweight(Var& out);
  bool flyweight_parts(std::vector<std::pair<Symbol, Var>>& slots, List& contents);

  void skip_space();
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  std::string_view rest() const { return text_.substr(at_); }
  /// Takes `token` if it is next, after white space.
  bool take(std::string_view token);
  bool expect(std::string_view token);
  std::string_view take_identifier();
  bool enter();
  void leave() { --nesting_; }
  bool refuse(std::string reason);
  bool refuse_expecting(std::string_view expected);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t nesting_ = 0;
  std::string error_;
};

}  // namespace drydock::moor
