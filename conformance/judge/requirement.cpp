#include "conformance/judge/requirement.hpp"

#include <array>

namespace drydock::conformance {
namespace {

constexpr std::array<std::string_view, 3> level_words{"must", "should", "may"};
constexpr std::array<std::string_view, 3> profile_words{"compatible", "robust", "strict"};

}  // namespace

std::string_view word_of(Level level) { return level_words[static_cast<std::size_t>(level)]; }

std::string_view word_of(Profile profile) {
  return profile_words[static_cast<std::size_t>(profile)];
}

std::optional<Profile> profile_of(std::string_view word) {
  for (std::size_t at = 0; at < profile_words.size(); ++at) {
    if (profile_words[at] == word) return static_cast<Profile>(at);
  }
  return std::nullopt;
}

}  // namespace drydock::conformance
