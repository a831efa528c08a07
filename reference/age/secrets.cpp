#include "reference/age/secrets.hpp"

#include <sodium.h>

#include <algorithm>

namespace drydock::age {
namespace {

Key hmac(ByteView key, ByteView message, ByteView more = {}) {
  constexpr std::uint8_t nothing = 0;  // libsodium wants an address, of no bytes too.
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.empty() ? &nothing : key.data(), key.size());
  crypto_auth_hmacsha256_update(&state, message.data(), message.size());
  crypto_auth_hmacsha256_update(&state, more.data(), more.size());
  Key result{};
  crypto_auth_hmacsha256_final(&state, result.data());
  return result;
}

/// HKDF-SHA256 with an output of 32 bytes. Source: RFC 5869.
Key derive(ByteView secret, ByteView salt, std::string_view info) {
  constexpr std::uint8_t first = 1;
  Key const extracted = hmac(salt, secret);
  return hmac(ByteView{extracted}, bytes_of(info), ByteView{&first, 1});
}

}  // namespace

Key wrapping_key(Key const& shared, Share const& ephemeral, Share const& recipient) {
  std::array<std::uint8_t, 64> salt{};
  std::copy(ephemeral.begin(), ephemeral.end(), salt.begin());
  std::copy(recipient.begin(), recipient.end(), salt.begin() + 32);
  return derive(ByteView{shared}, ByteView{salt}, "age-encryption.org/v1/X25519");
}

std::string header_mac(FileKey const& file_key, std::string_view header) {
  Key const key = derive(ByteView{file_key}, {}, "header");
  return base64(ByteView{hmac(ByteView{key}, bytes_of(header))});
}

Key payload_key(FileKey const& file_key, Nonce const& nonce) {
  return derive(ByteView{file_key}, ByteView{nonce}, "payload");
}

std::array<std::uint8_t, 12> chunk_nonce(std::uint64_t number, bool is_last) {
  std::array<std::uint8_t, 12> nonce{};
  for (std::size_t at = 0; at < 8; ++at) {
    nonce.at(10 - at) = static_cast<std::uint8_t>(number >> (8 * at) & 0xff);
  }
  nonce[11] = is_last ? 1 : 0;
  return nonce;
}

std::string base64(ByteView bytes) {
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // Its closing zero.
  return text;
}

}  // namespace drydock::age
