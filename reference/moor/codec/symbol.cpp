#include "reference/moor/codec/symbol.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/utf8.hpp"

namespace drydock::moor {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
char fold_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Whether no character of `text` reaches across `at`.
bool begins_character(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80;
}

/// Appends the folded form of the one character that is all of `sequence`.
void fold_character(std::string_view sequence, std::string& out) {
  utf8proc_int32_t character = 0;
  utf8proc_iterate(reinterpret_cast<utf8proc_uint8_t const*>(sequence.data()),
                   static_cast<utf8proc_ssize_t>(sequence.size()), &character);
  // Full case folding makes at most three characters of one.
  std::array<utf8proc_int32_t, 8> folded{};
  auto const count =
      utf8proc_decompose_char(character, folded.data(), folded.size(), UTF8PROC_CASEFOLD, nullptr);
  ENSURE(count > 0 && count <= static_cast<utf8proc_ssize_t>(folded.size()));
  for (auto i = std::size_t{0}; i < static_cast<std::size_t>(count); ++i) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    auto const length = utf8proc_encode_char(folded.at(i), bytes.data());
    out.append(bytes.begin(), bytes.begin() + length);
  }
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    auto const length = is_ascii(text.front()) ? 0 : utf8_length(text);
    if (length == 0) {
      out.push_back(fold_ascii(text.front()));
      text.remove_prefix(1);
    } else {
      fold_character(text.substr(0, length), out);
      text.remove_prefix(length);
    }
  }
  return out;
}

std::strong_ordering compare_folded(std::string_view a, std::string_view b) {
  auto at = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                     a.begin());
  // Folding looks at one character at a time, so what they share can be left out, back to where a
  // character begins in both.
  while (at > 0 && !(begins_character(a, at) && begins_character(b, at))) --at;
  a.remove_prefix(at);
  b.remove_prefix(at);
  std::size_t same = 0;
  auto const shorter = std::min(a.size(), b.size());
  for (; same < shorter && is_ascii(a[same]) && is_ascii(b[same]); ++same) {
    auto const x = fold_ascii(a[same]);
    auto const y = fold_ascii(b[same]);
    if (x != y) return x <=> y;
  }
  if (same == shorter) return a.size() <=> b.size();
  return fold(a.substr(same)).compare(fold(b.substr(same))) <=> 0;
}

}  // namespace drydock::moor
