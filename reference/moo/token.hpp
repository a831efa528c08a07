#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "reference/moo/value.hpp"

namespace drydock::moo {

/// A place in a program, both from 1, the column in bytes.
struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend bool operator==(Place const&, Place const&) = default;
};

/// Why a program does not compile, and where.
struct CompileError {
  enum class Kind : std::uint8_t {
    bad_text,            // In a literal, or not UTF-8.
    syntax,              // What stands there cannot.
    unknown_builtin,     // `subject` is the function's name.
    unknown_loop,        // `subject` is the label, empty for a break outside of loops.
    duplicate_variable,  // Twice in one scattering; `subject` is its name.
    not_supported,       // In mooR's language, but not here; `subject` is the word.
    bad_assignment,      // To what is no variable, property or part of one.
  };
  Kind kind = Kind::syntax;
  Place place;
  std::string message;
  std::string subject;
  /// `line 2, column 5: expected ...`.
  std::string text() const;
};

template <class T>
using Compiled = tl::expected<T, CompileError>;

struct Token {
  enum class Kind : std::uint8_t { end, value, word, sign };
  Kind kind = Kind::end;
  std::string_view text;  // As it stands in the source, which outlives the token.
  Var value;              // Of a literal.
  Place place;
};

/// The tokens of `source`, ended by one of kind `end`. Comments are /* */ and // to the end of the
/// line.
Compiled<std::vector<Token>> tokenize(std::string_view source);

}  // namespace drydock::moo
