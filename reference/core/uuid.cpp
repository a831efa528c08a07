#include "reference/core/uuid.hpp"

#include <algorithm>
#include <cctype>

namespace drydock {
namespace {

constexpr std::size_t text_size = 36;

bool is_hyphen_place(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

int digit_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

Uuid Uuid::random(Rng& rng) {
  Uuid uuid;
  rng.fill(uuid.bytes.data(), uuid.bytes.size());
  uuid.mark_random();
  return uuid;
}

void Uuid::mark_random() {
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
}

Result<Uuid> Uuid::from_bytes(ByteView raw) {
  Uuid uuid;
  if (raw.size() != uuid.bytes.size()) {
    return fail("a UUID has 16 bytes, not " + std::to_string(raw.size()));
  }
  std::copy(raw.begin(), raw.end(), uuid.bytes.begin());
  return uuid;
}

Result<Uuid> Uuid::parse(std::string_view text) {
  auto const malformed = [&] { return fail("'" + std::string(text) + "' is no UUID"); };
  if (text.size() != text_size) return malformed();
  Uuid uuid;
  std::size_t nibble = 0;
  for (std::size_t at = 0; at < text_size; ++at) {
    if (is_hyphen_place(at)) {
      if (text[at] != '-') return malformed();
      continue;
    }
    int const value = digit_value(text[at]);
    if (value < 0) return malformed();
    uuid.bytes[nibble / 2] = static_cast<std::uint8_t>((uuid.bytes[nibble / 2] << 4) | value);
    ++nibble;
  }
  return uuid;
}

std::string Uuid::text() const {
  std::string const hex = to_hex(bytes);
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' +
         hex.substr(16, 4) + '-' + hex.substr(20);
}

}  // namespace drydock
