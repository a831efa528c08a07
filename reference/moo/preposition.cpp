#include "reference/moo/preposition.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "reference/moor/codec/symbol.hpp"

namespace drydock::moo {
namespace {

/// Source: LambdaMOO programmer's manual, 2.2.3 and 4.4.3.
constexpr std::array<std::string_view, 15> groups{"with/using",
                                                  "at/to",
                                                  "in front of",
                                                  "in/inside/into",
                                                  "on top of/on/onto/upon",
                                                  "out of/from inside/from",
                                                  "over",
                                                  "through",
                                                  "under/underneath/beneath",
                                                  "behind",
                                                  "beside",
                                                  "for/about",
                                                  "is",
                                                  "as",
                                                  "off/off of"};

bool same(std::string_view a, std::string_view b) { return moor::compare_folded(a, b) == 0; }

/// Calls `visit(member)` for each member of a group, until it says true.
template <class Visit>
bool any_member(std::string_view group, Visit const& visit) {
  while (true) {
    auto const slash = std::min(group.find('/'), group.size());
    if (visit(group.substr(0, slash))) return true;
    if (slash == group.size()) return false;
    group.remove_prefix(slash + 1);
  }
}

std::optional<Preposition> group_of(std::string_view member) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (any_member(groups.at(i), [&](auto const known) { return same(known, member); }))
      return Preposition{static_cast<std::int8_t>(i)};
  }
  return std::nullopt;
}

}  // namespace

std::string text_of(Preposition preposition) {
  if (preposition.group == Preposition::none) return "none";
  if (preposition.group == Preposition::any) return "any";
  return std::string(groups.at(static_cast<std::size_t>(preposition.group)));
}

std::optional<Preposition> preposition_named(std::string_view text) {
  if (same(text, "none")) return Preposition{Preposition::none};
  if (same(text, "any")) return Preposition{Preposition::any};
  if (text.starts_with('#')) text.remove_prefix(1);
  std::size_t number = groups.size();
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size() && number < groups.size())
    return Preposition{static_cast<std::int8_t>(number)};
  return group_of(text.substr(0, text.find('/')));
}

std::optional<FoundPreposition> find_preposition(std::vector<std::string> const& words) {
  constexpr std::size_t words_max = 3;  // Of one preposition.
  for (std::size_t at = 0; at < words.size(); ++at) {
    for (auto count = std::min(words_max, words.size() - at); count > 0; --count) {
      auto phrase = words[at];
      for (std::size_t i = 1; i < count; ++i) phrase.append(" ").append(words[at + i]);
      if (auto const group = group_of(phrase)) return FoundPreposition{at, count, *group};
    }
  }
  return std::nullopt;
}

}  // namespace drydock::moo
