#pragma once

#include <string>

namespace drydock::moor {

/// A name that keeps its spelling and compares without regard to case. `==` is of the spelling;
/// `fold` gives what two names of one symbol have in common (Unicode case folding).
struct Symbol {
  std::string text;
  friend auto operator<=>(Symbol const&, Symbol const&) = default;
};

/// The text with its case folded; text that is not UTF-8 comes back as it is.
std::string fold(std::string const& text);
inline bool same_symbol(Symbol const& a, Symbol const& b) { return fold(a.text) == fold(b.text); }

}  // namespace drydock::moor
