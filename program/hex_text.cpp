#include "program/hex_text.hpp"

#include <fmt/format.h>

#include <optional>

namespace drydock::program {
namespace {

std::optional<std::uint8_t> digit_of(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

Result<Bytes> parse_hex(std::string_view text) {
  Bytes bytes;
  std::size_t digits = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_space(text[at])) continue;
    auto const digit = digit_of(text[at]);
    if (!digit) {
      auto const byte = static_cast<unsigned char>(text[at]);
      return fail(fmt::format("character {} (0x{:02x}) is no hexadecimal digit", at + 1, byte));
    }
    if (digits++ % 2 == 0) {
      bytes.push_back(static_cast<std::uint8_t>(*digit << 4));
    } else {
      bytes.back() = static_cast<std::uint8_t>(bytes.back() | *digit);
    }
  }
  if (digits % 2 != 0) return fail("the last byte has only one hexadecimal digit");
  return bytes;
}

}  // namespace drydock::program
