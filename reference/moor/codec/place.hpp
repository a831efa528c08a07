#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace drydock::moor {

/// Where in a message a reader is: a field, within its parent's place. Lives on the reader's stack,
/// so that a place costs nothing until somebody asks for its text.
struct Place {
  static constexpr std::size_t no_index = SIZE_MAX;

  Place const* parent = nullptr;
  std::string_view name;         // Empty adds nothing to the text.
  std::string_view member = {};  // Of a union: its name follows.
  std::size_t index = no_index;
};

/// `message.RequestResult.result.elements[3].value`. Of a long path the beginning and the end.
std::string text_of(Place const& place);

}  // namespace drydock::moor
