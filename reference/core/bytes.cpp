#include "reference/core/bytes.hpp"

#include <algorithm>

namespace drydock {

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

std::string to_hex(ByteView bytes, std::size_t bytes_max) {
  static constexpr char digits[] = "0123456789abcdef";
  std::size_t const shown = std::min(bytes.size(), bytes_max);
  std::string text;
  text.reserve(shown * 2 + 3);
  for (std::uint8_t const byte : bytes.first(shown)) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  if (shown < bytes.size()) text += "...";
  return text;
}

}  // namespace drydock
