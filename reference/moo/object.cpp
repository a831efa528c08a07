#include "reference/moo/object.hpp"

#include <algorithm>
#include <array>

namespace drydock::moo {
namespace {

constexpr std::array<std::string_view, 3> specs{"none", "any", "this"};

/// Whether `name` is a front of `pattern` that reaches its star at least; the star stands for
/// nothing else, but at the end for anything.
bool matches_one(std::string_view pattern, std::string_view name) {
  auto const star = pattern.find('*');
  if (star == std::string_view::npos) return moor::compare_folded(pattern, name) == 0;
  auto const front = pattern.substr(0, star);
  auto const rest = pattern.substr(star + 1);
  if (name.size() < front.size() || moor::compare_folded(front, name.substr(0, star)) != 0)
    return false;
  name.remove_prefix(star);
  return rest.empty() || (name.size() <= rest.size() &&
                          moor::compare_folded(rest.substr(0, name.size()), name) == 0);
}

}  // namespace

bool verb_matches(std::string_view names, std::string_view name) {
  while (!names.empty()) {
    auto const end = std::min(names.find(' '), names.size());
    if (end > 0 && matches_one(names.substr(0, end), name)) return true;
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return false;
}

std::string_view text_of(ArgumentSpec spec) { return specs.at(static_cast<std::size_t>(spec)); }

std::optional<ArgumentSpec> argument_spec_named(std::string_view text) {
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (moor::compare_folded(specs.at(i), text) == 0) return static_cast<ArgumentSpec>(i);
  }
  return std::nullopt;
}

}  // namespace drydock::moo
