#include "reference/token/base64.hpp"

#include <sodium.h>

namespace drydock::token {
namespace {

std::string encode(ByteView bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // libsodium ends it with a NUL.
  return text;
}

/// Without `text_end`, libsodium reads the whole text or fails.
std::optional<Bytes> decode(std::string_view text, char const* ignored, int variant) {
  Bytes bytes(text.size() / 4 * 3 + 3);
  std::size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), ignored, &size,
                        nullptr, variant) != 0) {
    sodium_memzero(bytes.data(), bytes.size());
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

std::string to_base64url(ByteView bytes) {
  return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<Bytes> from_base64url(std::string_view text) {
  return decode(text, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string to_base64(ByteView bytes) { return encode(bytes, sodium_base64_VARIANT_ORIGINAL); }

std::optional<Bytes> from_base64(std::string_view text) {
  return decode(text, " \t\r\n", sodium_base64_VARIANT_ORIGINAL);
}

}  // namespace drydock::token
