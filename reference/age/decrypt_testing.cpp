#include "reference/age/decrypt_testing.hpp"

#include <sodium.h>

#include <algorithm>

namespace drydock::age {
namespace {

constexpr std::size_t tag_size = crypto_aead_chacha20poly1305_ietf_ABYTES;

template <std::size_t size>
std::optional<std::array<std::uint8_t, size>> bytes_in(std::string_view text) {
  std::array<std::uint8_t, size> bytes{};
  std::size_t length = 0;
  bool const good =
      sodium_base642bin(bytes.data(), size, text.data(), text.size(), nullptr, &length, nullptr,
                        sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0;
  if (!good || length != size) return std::nullopt;
  return bytes;
}

std::optional<Bytes> unseal(ByteView sealed, std::array<std::uint8_t, 12> const& nonce,
                            Key const& key) {
  if (sealed.size() < tag_size) return std::nullopt;
  Bytes plain(sealed.size() - tag_size);
  bool const good = crypto_aead_chacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr,
                                                              sealed.data(), sealed.size(), nullptr,
                                                              0, nonce.data(), key.data()) == 0;
  if (!good) return std::nullopt;
  return plain;
}

/// Takes a line off the front, which has to begin like that; gives back the rest of it.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view beginning) {
  auto const end = text.find('\n');
  if (end == std::string_view::npos || !text.starts_with(beginning)) return std::nullopt;
  auto const line = text.substr(beginning.size(), end - beginning.size());
  text.remove_prefix(end + 1);
  return line;
}

std::optional<FileKey> unwrap(Share const& ephemeral, std::array<std::uint8_t, 32> const& wrapped,
                              Key const& secret) {
  Share own{};
  crypto_scalarmult_base(own.data(), secret.data());
  Key shared{};
  if (crypto_scalarmult(shared.data(), secret.data(), ephemeral.data()) != 0) return std::nullopt;
  auto const plain = unseal(ByteView{wrapped}, {}, wrapping_key(shared, ephemeral, own));
  if (!plain || plain->size() != sizeof(FileKey)) return std::nullopt;
  FileKey key{};
  std::copy(plain->begin(), plain->end(), key.begin());
  return key;
}

std::optional<Bytes> open_payload(ByteView payload, FileKey const& file_key) {
  Nonce nonce{};
  if (payload.size() < nonce.size()) return std::nullopt;
  std::copy_n(payload.begin(), nonce.size(), nonce.begin());
  payload = payload.subspan(nonce.size());
  Key const key = payload_key(file_key, nonce);
  Bytes plain;
  for (std::uint64_t number = 0;; ++number) {
    ByteView const sealed = payload.first(std::min(payload.size(), chunk_size + tag_size));
    payload = payload.subspan(sealed.size());
    auto const chunk = unseal(sealed, chunk_nonce(number, payload.empty()), key);
    if (!chunk) return std::nullopt;
    plain.insert(plain.end(), chunk->begin(), chunk->end());
    if (payload.empty()) return plain;
  }
}

}  // namespace

std::optional<Bytes> decrypt(ByteView file, Key const& secret) {
  std::string_view const all = text_of(file);
  std::string_view rest = all;
  if (!take_line(rest, "age-encryption.org/v1")) return std::nullopt;
  auto const share = take_line(rest, "-> X25519 ");
  auto const body = take_line(rest, "");
  std::string_view const header = all.substr(0, all.size() - rest.size() + 3);
  auto const mac = take_line(rest, "--- ");
  if (!share || !body || !mac) return std::nullopt;
  auto const ephemeral = bytes_in<32>(*share);
  auto const wrapped = bytes_in<32>(*body);
  if (!ephemeral || !wrapped) return std::nullopt;
  auto const file_key = unwrap(*ephemeral, *wrapped, secret);
  if (!file_key || header_mac(*file_key, header) != *mac) return std::nullopt;
  return open_payload(file.subspan(all.size() - rest.size()), *file_key);
}

}  // namespace drydock::age
