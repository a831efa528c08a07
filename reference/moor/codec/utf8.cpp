#include "reference/moor/codec/utf8.hpp"

#include <utf8proc.h>

#include <cstdint>
#include <cstring>

namespace drydock::moor {
namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080;

template <class Word>
Word word_at(char const* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// The bits of so many bytes from `at` on, one word upon the other.
template <std::size_t bytes>
std::uint64_t bits_of(char const* at) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < bytes; i += 8) bits |= word_at<std::uint64_t>(at + i);
  return bits;
}
/// The same of all that is within `size`, of which it is at least half.
template <std::size_t bytes>
std::uint64_t bits_of_both_ends(char const* at, std::size_t size) {
  return bits_of<bytes>(at) | bits_of<bytes>(at + size - bytes);
}

/// Whether all of it is plain ASCII: 64 bytes at a time, and of what is left both ends, which may
/// overlap with each other and with what was looked at.
bool is_ascii(std::string_view text) {
  auto const* at = text.data();
  std::size_t const size = text.size();
  std::uint64_t bits = 0;
  if (size >= 64) {
    auto const* const last = at + size - 64;
    for (; at < last; at += 64) {
      if ((bits_of<64>(at) & high_bits) != 0) return false;
    }
    bits = bits_of<64>(last);
  } else if (size >= 32) {
    bits = bits_of_both_ends<32>(at, size);
  } else if (size >= 16) {
    bits = bits_of_both_ends<16>(at, size);
  } else if (size >= 8) {
    bits = bits_of_both_ends<8>(at, size);
  } else if (size >= 4) {
    bits = word_at<std::uint32_t>(at) | word_at<std::uint32_t>(at + size - 4);
  } else {
    for (char const one : text) bits |= static_cast<unsigned char>(one);
  }
  return (bits & high_bits) == 0;
}

/// The bytes of plain ASCII at the front, found eight at a time.
std::size_t ascii_front(std::string_view text) {
  std::size_t done = 0;
  for (; done + sizeof(std::uint64_t) <= text.size(); done += sizeof(std::uint64_t)) {
    if ((word_at<std::uint64_t>(text.data() + done) & high_bits) != 0) break;
  }
  while (done < text.size() && static_cast<unsigned char>(text[done]) < 0x80) ++done;
  return done;
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  utf8proc_int32_t character = 0;
  // Four bytes hold every character, and spare the call a length beyond its type.
  auto const length = utf8proc_iterate(
      reinterpret_cast<utf8proc_uint8_t const*>(text.data()),
      text.size() < 4 ? static_cast<utf8proc_ssize_t>(text.size()) : 4, &character);
  return length > 0 ? static_cast<std::size_t>(length) : 0;
}

bool is_utf8(std::string_view text) {
  if (is_ascii(text)) return true;
  while (true) {
    text.remove_prefix(ascii_front(text));
    if (text.empty()) return true;
    auto const length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
}

std::string_view utf8_front(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  auto const continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
  };
  // In text that is not UTF-8, continuation bytes may go on for ever: three are a character's most.
  auto end = bytes_max;
  while (end > 0 && bytes_max - end < 3 && continues(end)) --end;
  return text.substr(0, end);
}

}  // namespace drydock::moor
