#include "reference/core/z85.hpp"

#include "reference/core/ensure.hpp"

namespace drydock {
namespace {

constexpr std::string_view alphabet =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
static_assert(alphabet.size() == 85);

}  // namespace

std::string z85_encode(ByteView bytes) {
  ENSURE(bytes.size() % 4 == 0);
  std::string text(bytes.size() / 4 * 5, ' ');
  for (std::size_t group = 0; group < bytes.size() / 4; ++group) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 4; ++k) word = word << 8 | bytes[group * 4 + k];
    for (std::size_t k = 5; k-- > 0; word /= 85) text[group * 5 + k] = alphabet[word % 85];
  }
  return text;
}

Result<Bytes> z85_decode(std::string_view text) {
  if (text.size() % 5 != 0) {
    return fail("Z85 comes in groups of 5 characters, not " + std::to_string(text.size()));
  }
  Bytes bytes(text.size() / 5 * 4);
  for (std::size_t group = 0; group < text.size() / 5; ++group) {
    std::uint64_t word = 0;
    for (std::size_t k = 0; k < 5; ++k) {
      std::size_t const at = group * 5 + k;
      std::size_t const digit = alphabet.find(text[at]);
      if (digit == std::string_view::npos) {
        return fail("character " + std::to_string(at + 1) + " is not of the Z85 alphabet");
      }
      word = word * 85 + digit;
    }
    if (word > UINT32_MAX) {
      return fail("the 5 characters from " + std::to_string(group * 5 + 1) + " exceed 32 bits");
    }
    for (std::size_t k = 4; k-- > 0; word >>= 8) {
      bytes[group * 4 + k] = static_cast<std::uint8_t>(word);
    }
  }
  return bytes;
}

}  // namespace drydock
