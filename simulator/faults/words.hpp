#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reference/core/result.hpp"
#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// The words of one command, read from left to right. Errors begin with the column, counted from 1
/// and from wherever the line began: `column 9: ...`.
class Words {
 public:
  explicit Words(std::string_view line, std::size_t first_column = 1)
      : rest_(line), column_(first_column) {
    skip_space();
  }

  bool at_end() const { return rest_.empty(); }
  /// The next word, absent at the end; `what` it should be is for the error.
  Result<std::string_view> word(std::string_view what);
  /// The next word without taking it; empty at the end.
  std::string_view peek() const;
  /// Takes the next word if it is that one.
  bool take(std::string_view word);
  Result<void> expect(std::string_view word);
  /// A whole number and what follows it in the same word: `3rd` gives 3.
  Result<std::uint64_t> ordinal();
  /// A whole number; `what` it says is for the error.
  Result<std::uint64_t> number(std::string_view what);
  Result<NodeId> node(World const& world);
  Result<Duration> duration();
  /// `+5s` or `-5s`.
  Result<Duration> signed_duration();
  Result<void> end();
  /// All that is left, and where it begins.
  std::string_view rest() const { return rest_; }
  std::string_view take_rest();
  std::size_t column() const { return column_; }

  tl::unexpected<Error> error(std::string_view message) const;

 private:
  void advance(std::size_t count);
  void skip_space();

  std::string_view rest_;
  std::size_t column_;
};

}  // namespace drydock::simulator
