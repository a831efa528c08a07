#pragma once

#include <cstddef>
#include <string_view>

namespace drydock::moor {

/// Whether `text` is well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
/// Source: RFC 3629.
bool is_utf8(std::string_view text);

/// The bytes of the well-formed sequence at the front of `text`; 0 if there is none.
std::size_t utf8_length(std::string_view text);

/// The longest front of `text` that has at most `bytes_max` bytes and ends between characters.
std::string_view utf8_front(std::string_view text, std::size_t bytes_max);

}  // namespace drydock::moor
