#include "reference/token/pem.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>

#include "reference/token/base64.hpp"
#include "reference/token/der.hpp"

namespace drydock::token {
namespace {

constexpr std::string_view private_label = "PRIVATE KEY";
constexpr std::string_view public_label = "PUBLIC KEY";
constexpr std::size_t line_width = 64;
constexpr std::size_t text_size_max = 65536;

/// 1.3.101.112, id-Ed25519.
constexpr std::array<std::uint8_t, 3> ed25519_identifier{0x2b, 0x65, 0x70};
/// All that precedes the 32 bytes in what we write.
constexpr std::array<std::uint8_t, 16> private_prefix{
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
constexpr std::array<std::uint8_t, 12> public_prefix{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                     0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

/// Bytes that are wiped when they end.
class WipedBytes {
 public:
  explicit WipedBytes(Bytes bytes) : bytes_(std::move(bytes)) {}
  ~WipedBytes() { sodium_memzero(bytes_.data(), bytes_.size()); }
  WipedBytes(WipedBytes&&) = default;
  WipedBytes& operator=(WipedBytes&&) = delete;
  ByteView view() const { return bytes_; }

 private:
  Bytes bytes_;
};

std::string pem_of(std::string_view label, ByteView prefix, ByteView key) {
  Bytes der{prefix.begin(), prefix.end()};
  der.reserve(prefix.size() + key.size());
  der.insert(der.end(), key.begin(), key.end());
  std::string base64 = to_base64(der);
  std::string text = fmt::format("-----BEGIN {}-----\n", label);
  for (std::size_t at = 0; at < base64.size(); at += line_width) {
    text.append(base64, at, line_width).append("\n");
  }
  text += fmt::format("-----END {}-----\n", label);
  sodium_memzero(der.data(), der.size());
  sodium_memzero(base64.data(), base64.size());
  return text;
}

/// A label may be shown: it is not what is secret. Anything unlike a label is not.
std::string shown(std::string_view label) {
  bool const plain = label.size() <= 40 && std::ranges::all_of(label, [](char c) {
                       return c == ' ' || (c >= 'A' && c <= 'Z');
                     });
  return plain ? fmt::format("a block labelled '{}'", label) : "a block with an odd label";
}

std::string expectation(std::string_view label) {
  return fmt::format("expected a PEM block labelled '{}'", label);
}

struct Block {
  std::string_view label;
  std::string_view base64;
};

Result<Block> find_block(std::string_view text, std::string_view wanted) {
  constexpr std::string_view begin = "-----BEGIN ";
  constexpr std::string_view dashes = "-----";
  if (text.size() > text_size_max) {
    return fail(fmt::format("{} bytes are too long for a PEM key", text.size()));
  }
  auto const start = text.find(begin);
  if (start == std::string_view::npos) return fail(expectation(wanted) + ", and saw none");
  text.remove_prefix(start + begin.size());
  auto const label_end = text.find(dashes);
  if (label_end == std::string_view::npos) return fail("the first line of the PEM block is broken");
  std::string_view const label = text.substr(0, label_end);
  if (label != wanted)
    return fail(fmt::format("{}, and saw {}", expectation(wanted), shown(label)));
  text.remove_prefix(label_end + dashes.size());
  auto const end = text.find(fmt::format("-----END {}-----", wanted));
  if (end == std::string_view::npos) return fail("the PEM block has no end of its label");
  if (text.find(begin) != std::string_view::npos) return fail("there is more than one PEM block");
  return Block{label, text.substr(0, end)};
}

Result<WipedBytes> der_of(std::string_view text, std::string_view label) {
  auto const block = find_block(text, label);
  if (!block) return tl::make_unexpected(block.error());
  auto bytes = from_base64(block->base64);
  if (!bytes) return fail(fmt::format("the PEM block '{}' holds no base64", label));
  return WipedBytes{std::move(*bytes)};
}

bool is_ed25519(ByteView algorithm) {
  DerReader reader{algorithm};
  auto const identifier = reader.take(der_object_identifier);
  return identifier && std::ranges::equal(*identifier, ed25519_identifier) && reader.done();
}

bool equals_number(std::optional<ByteView> integer, std::uint8_t number) {
  return integer && integer->size() == 1 && (*integer)[0] == number;
}

tl::unexpected<Error> not_der(std::string_view what) {
  return fail(fmt::format("the PEM block is no {}", what));
}

tl::unexpected<Error> other_algorithm() {
  return fail("the key is of another algorithm than Ed25519");
}

/// A bit string of whole bytes starts with how many bits of its last byte do not count: none.
std::optional<ByteView> whole_bytes(std::optional<ByteView> bit_string) {
  if (!bit_string || bit_string->empty() || (*bit_string)[0] != 0) return std::nullopt;
  return bit_string->subspan(1);
}

Result<SecretKey> key_of_seed(ByteView seed) {
  SecretKey::SeedBytes bytes;
  if (seed.size() != bytes.size()) {
    return fail(fmt::format("an Ed25519 private key has 32 bytes, not {}", seed.size()));
  }
  std::copy(seed.begin(), seed.end(), bytes.begin());
  auto key = SecretKey::from_seed(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return key;
}

/// What may follow the key in version 2: attributes, which are skipped, and the public key.
Result<void> check_attachments(DerReader& reader, bool version_2, SecretKey const& key) {
  reader.take(der_context_0);
  if (!version_2 && !reader.done()) return not_der("PKCS#8 key");
  auto const attached = reader.take(der_context_1);
  if (!reader.done()) return not_der("PKCS#8 key");
  if (!attached) return {};
  auto const bytes = whole_bytes(attached);
  if (!bytes || !std::ranges::equal(*bytes, key.public_key().bytes)) {
    return fail("the public key attached to the private key does not belong to it");
  }
  return {};
}

}  // namespace

std::string encode_private_pem(SecretKey const& key) {
  auto seed = key.seed();
  std::string text = pem_of(private_label, private_prefix, seed);
  sodium_memzero(seed.data(), seed.size());
  return text;
}

std::string encode_public_pem(PublicKey const& key) {
  return pem_of(public_label, public_prefix, key.bytes);
}

Result<SecretKey> decode_private_pem(std::string_view text) {
  auto const der = der_of(text, private_label);
  if (!der) return tl::make_unexpected(der.error());
  DerReader outer{der->view()};
  auto const content = outer.take(der_sequence);
  if (!content || !outer.done()) return not_der("PKCS#8 key");
  DerReader reader{*content};
  auto const version = reader.take(der_integer);
  bool const version_2 = equals_number(version, 1);
  if (!version_2 && !equals_number(version, 0)) return not_der("PKCS#8 key of version 1 or 2");
  auto const algorithm = reader.take(der_sequence);
  if (!algorithm) return not_der("PKCS#8 key");
  if (!is_ed25519(*algorithm)) return other_algorithm();
  auto const wrapped = reader.take(der_octet_string);
  if (!wrapped) return not_der("PKCS#8 key");
  DerReader inner{*wrapped};
  auto const seed = inner.take(der_octet_string);
  if (!seed || !inner.done()) return not_der("PKCS#8 key");
  auto key = key_of_seed(*seed);
  if (!key) return key;
  auto const attachments = check_attachments(reader, version_2, *key);
  if (!attachments) return tl::make_unexpected(attachments.error());
  return key;
}

Result<PublicKey> decode_public_pem(std::string_view text) {
  auto const der = der_of(text, public_label);
  if (!der) return tl::make_unexpected(der.error());
  DerReader outer{der->view()};
  auto const content = outer.take(der_sequence);
  if (!content || !outer.done()) return not_der("SubjectPublicKeyInfo");
  DerReader reader{*content};
  auto const algorithm = reader.take(der_sequence);
  if (!algorithm) return not_der("SubjectPublicKeyInfo");
  if (!is_ed25519(*algorithm)) return other_algorithm();
  auto const bytes = whole_bytes(reader.take(der_bit_string));
  if (!bytes || !reader.done()) return not_der("SubjectPublicKeyInfo");
  return PublicKey::from_bytes(*bytes);
}

}  // namespace drydock::token
