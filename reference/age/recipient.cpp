#include "reference/age/recipient.hpp"

#include <sodium.h>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace drydock::age {
namespace {

constexpr std::string_view prefix = "age";
constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t checksum_size = 6;

using Key = std::array<std::uint8_t, crypto_scalarmult_curve25519_BYTES>;
using Digits = std::vector<std::uint8_t>;  // Of five bits each.

/// Source: BIP 173, "Checksum".
std::uint32_t checksum_of(Digits const& digits) {
  constexpr std::uint32_t generators[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                          0x2a1462b3};
  std::uint32_t checksum = 1;
  for (std::uint8_t const digit : digits) {
    std::uint32_t const top = checksum >> 25;
    checksum = (checksum & 0x1ffffff) << 5 ^ digit;
    for (unsigned bit = 0; bit < 5; ++bit) {
      if (((top >> bit) & 1) != 0) checksum ^= generators[bit];
    }
  }
  return checksum;
}

std::optional<Digits> digits_of(std::string_view text) {
  Digits digits;
  for (char const character : text) {
    std::size_t const digit = alphabet.find(character);
    if (digit == std::string_view::npos) return std::nullopt;
    digits.push_back(static_cast<std::uint8_t>(digit));
  }
  return digits;
}

bool has_good_checksum(Digits const& digits) {
  Digits all;
  for (char const character : prefix) all.push_back(static_cast<std::uint8_t>(character >> 5));
  all.push_back(0);
  for (char const character : prefix) all.push_back(static_cast<std::uint8_t>(character & 31));
  all.insert(all.end(), digits.begin(), digits.end());
  return checksum_of(all) == 1;
}

/// The digits without their checksum, as 32 bytes; the bits that are left over have to be zero.
std::optional<Key> key_of(Digits const& digits) {
  Key key{};
  std::size_t const data_size = digits.size() - checksum_size;
  if (data_size != (key.size() * 8 + 4) / 5) return std::nullopt;
  std::size_t filled = 0;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (std::size_t at = 0; at < data_size; ++at) {
    bits = (bits << 5 | digits[at]) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    key.at(filled++) = static_cast<std::uint8_t>(bits >> count & 0xff);
  }
  if ((bits & ((1u << count) - 1)) != 0) return std::nullopt;
  return key;
}

/// Points of a small order give the same secret with every key; libsodium refuses them.
bool shares_secrets(Key const& key) {
  Key scalar{};
  scalar[0] = 8;
  Key shared{};
  return crypto_scalarmult_curve25519(shared.data(), scalar.data(), key.data()) == 0;
}

}  // namespace

std::optional<Recipient> parse_recipient(std::string_view text) {
  if (!text.starts_with("age1")) return std::nullopt;
  auto const digits = digits_of(text.substr(4));
  if (!digits || digits->size() <= checksum_size || !has_good_checksum(*digits)) {
    return std::nullopt;
  }
  auto const key = key_of(*digits);
  if (!key || !shares_secrets(*key)) return std::nullopt;
  return Recipient{*key};
}

}  // namespace drydock::age
