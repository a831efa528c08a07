#include "reference/core/uuid.hpp"

#include <algorithm>
#include <array>

namespace drydock {
namespace {

constexpr std::size_t text_size = 36;

constexpr std::size_t hyphen_places[] = {8, 13, 18, 23};
/// Where the two digits of each byte begin.
constexpr std::size_t byte_places[] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};

constexpr std::uint8_t no_digit = 0xff;
constexpr auto digit_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::uint8_t value = 0; value < 16; ++value) {
    values[static_cast<std::uint8_t>("0123456789abcdef"[value])] = value;
    values[static_cast<std::uint8_t>("0123456789ABCDEF"[value])] = value;
  }
  return values;
}();

std::uint8_t value_of(char digit) { return digit_values[static_cast<std::uint8_t>(digit)]; }

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
  for (std::size_t const at : hyphen_places) {
    if (text[at] != '-') return malformed();
  }
  Uuid uuid;
  unsigned seen = 0;
  for (std::size_t k = 0; k < uuid.bytes.size(); ++k) {
    unsigned const high = value_of(text[byte_places[k]]);
    unsigned const low = value_of(text[byte_places[k] + 1]);
    seen |= high | low;
    uuid.bytes[k] = static_cast<std::uint8_t>(high << 4 | low);
  }
  if (seen > 0xf) return malformed();
  return uuid;
}

std::string Uuid::text() const {
  std::string const hex = to_hex(bytes);
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' +
         hex.substr(16, 4) + '-' + hex.substr(20);
}

}  // namespace drydock
