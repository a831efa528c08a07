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

/// Whether all of it is plain ASCII: 32 bytes at a time, and of what is left the words at both
/// ends, which may overlap.
bool is_ascii(std::string_view text) {
  auto const* at = text.data();
  auto const* const end = at + text.size();
  using Eight = std::uint64_t;
  for (; end - at >= 32; at += 32) {
    Eight const all = word_at<Eight>(at) | word_at<Eight>(at + 8) | word_at<Eight>(at + 16) |
                      word_at<Eight>(at + 24);
    if ((all & high_bits) != 0) return false;
  }
  for (; end - at >= 8; at += 8) {
    if ((word_at<Eight>(at) & high_bits) != 0) return false;
  }
  if (text.size() >= 8) return (word_at<Eight>(end - 8) & high_bits) == 0;
  Eight all = 0;
  if (text.size() >= 4) {
    all = word_at<std::uint32_t>(at) | word_at<std::uint32_t>(end - 4);
  } else {
    for (; at < end; ++at) all |= static_cast<unsigned char>(*at);
  }
  return (all & high_bits) == 0;
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
