#include "reference/moor/codec/place.hpp"

#include <fmt/format.h>

#include <vector>

namespace drydock::moor {
namespace {

constexpr std::size_t parts_shown = 6;  // At each end.

std::string part_text(Place const& place) {
  std::string text(place.name);
  if (!place.member.empty()) text.append(".").append(place.member);
  if (place.index != Place::no_index) text += fmt::format("[{}]", place.index);
  return text;
}

}  // namespace

std::string text_of(Place const& place) {
  std::vector<Place const*> inwards;
  for (auto const* at = &place; at != nullptr; at = at->parent) {
    if (!at->name.empty()) inwards.push_back(at);
  }
  std::string text;
  for (auto left = inwards.size(); left > 0; --left) {
    if (!text.empty()) text += '.';
    text += part_text(*inwards[left - 1]);
    auto const shown = inwards.size() - left + 1;
    if (shown == parts_shown && left - 1 > parts_shown) {
      text += "...";
      left = parts_shown + 1;
    }
  }
  return text;
}

}  // namespace drydock::moor
