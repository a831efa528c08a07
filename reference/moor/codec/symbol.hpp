#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace drydock::moor {

/// A name that keeps its spelling and compares without regard to case. `==` is of the spelling;
/// `fold` gives what two names of one symbol have in common (Unicode case folding).
struct Symbol {
  std::string text;
  friend auto operator<=>(Symbol const&, Symbol const&) = default;
};

/// The text with its case folded; bytes that are not UTF-8 stay as they are.
std::string fold(std::string_view text);

/// `fold(a) <=> fold(b)`, without folding more than it takes to tell.
std::strong_ordering compare_folded(std::string_view a, std::string_view b);

inline bool same_symbol(Symbol const& a, Symbol const& b) {
  return compare_folded(a.text, b.text) == 0;
}

}  // namespace drydock::moor
