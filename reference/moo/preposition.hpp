#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::moo {

/// Which words a verb takes between its objects: one group of prepositions, any or none of them.
struct Preposition {
  static constexpr std::int8_t none = -2;
  static constexpr std::int8_t any = -1;
  std::int8_t group = none;
  friend bool operator==(Preposition const&, Preposition const&) = default;
};

/// `none`, `any`, `in/inside/into`.
std::string text_of(Preposition preposition);

/// From `none`, `any`, a group's number, or one of its members; absent if it is none of these.
std::optional<Preposition> preposition_named(std::string_view text);

/// Where in `words` the first preposition stands, as long as it can be.
struct FoundPreposition {
  std::size_t at = 0;
  std::size_t words = 0;
  Preposition preposition;
};
std::optional<FoundPreposition> find_preposition(std::vector<std::string> const& words);

}  // namespace drydock::moo
