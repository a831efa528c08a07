#include "reference/age/encrypt.hpp"

#include <sodium.h>

#include <algorithm>

#include "reference/age/secrets.hpp"
#include "reference/core/ensure.hpp"

namespace drydock::age {
namespace {

constexpr std::size_t tag_size = crypto_aead_chacha20poly1305_ietf_ABYTES;

/// Appends the encrypted bytes and their tag.
void seal(ByteView plain, std::array<std::uint8_t, 12> const& nonce, Key const& key, Bytes& out) {
  std::size_t const before = out.size();
  out.resize(before + plain.size() + tag_size);
  crypto_aead_chacha20poly1305_ietf_encrypt(out.data() + before, nullptr, plain.data(),
                                            plain.size(), nullptr, 0, nullptr, nonce.data(),
                                            key.data());
}

/// The line that lets the recipient, and nobody else, have the file key.
std::string stanza(FileKey const& file_key, Recipient const& recipient, Entropy const& entropy) {
  Key secret{};
  entropy(secret);
  Share ephemeral{};
  crypto_scalarmult_base(ephemeral.data(), secret.data());
  Key shared{};
  // Only a recipient of a small order fails, and parse_recipient gives none.
  ENSURE(crypto_scalarmult(shared.data(), secret.data(), recipient.key.data()) == 0);
  Bytes wrapped;
  seal(ByteView{file_key}, {}, wrapping_key(shared, ephemeral, recipient.key), wrapped);
  return "-> X25519 " + base64(ByteView{ephemeral}) + "\n" + base64(ByteView{wrapped}) + "\n";
}

}  // namespace

Entropy system_entropy() {
  return [](std::span<std::uint8_t> bytes) { randombytes_buf(bytes.data(), bytes.size()); };
}

Bytes encrypt(ByteView plain, Recipient const& recipient, Entropy const& entropy) {
  FileKey file_key{};
  entropy(file_key);
  std::string header = "age-encryption.org/v1\n" + stanza(file_key, recipient, entropy) + "---";
  header += " " + header_mac(file_key, header) + "\n";
  Nonce nonce{};
  entropy(nonce);
  Key const key = payload_key(file_key, nonce);
  Bytes file = bytes_of(header);
  file.insert(file.end(), nonce.begin(), nonce.end());
  std::uint64_t number = 0;
  do {  // Of nothing, one empty chunk.
    ByteView const chunk = plain.first(std::min(plain.size(), chunk_size));
    plain = plain.subspan(chunk.size());
    seal(chunk, chunk_nonce(number++, plain.empty()), key, file);
  } while (!plain.empty());
  return file;
}

}  // namespace drydock::age
