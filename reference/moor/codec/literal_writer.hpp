#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reference/moor/codec/var.hpp"

namespace drydock::moor {

/// In every locale.
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Writes MOO literals into one string; the grammar is in var_text.hpp. Stops soon after `text_max`
/// bytes, so that a look at a huge value costs no more than what is shown of it.
class LiteralWriter {
 public:
  explicit LiteralWriter(std::size_t text_max) : text_max_(text_max) {}

  void write(Var const& value);
  void write(Obj const& obj);
  void write_quoted(std::string_view text);
  void append(std::string_view text) { out_.append(text); }

  /// What was written; if it was more than `text_max` bytes, its front and `...`.
  std::string take() &&;

  // One for each alternative of a value.
  void operator()(None) { append("None"); }
  void operator()(bool value) { append(value ? "true" : "false"); }
  void operator()(std::int64_t value) { append(std::to_string(value)); }
  void operator()(Float value);
  void operator()(std::string const& value) { write_quoted(value); }
  void operator()(Obj const& value) { write(value); }
  void operator()(ErrorValue const& value);
  void operator()(List const& value);
  void operator()(Map const& value);
  void operator()(Symbol const& value);
  void operator()(Binary const& value);
  void operator()(Flyweight const& value);
  void operator()(Lambda) { append("<lambda>"); }

 private:
  bool full() const { return out_.size() > text_max_; }
  /// An identifier as it is, anything else in quotes.
  void write_name(std::string_view name);

  std::string out_;
  std::size_t text_max_;
};

/// Whether `text` is a letter or `_` and then letters, digits and `_`, all ASCII.
bool is_identifier(std::string_view text);

}  // namespace drydock::moor
