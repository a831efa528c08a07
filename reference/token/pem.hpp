#pragma once

#include <string>
#include <string_view>

#include "reference/core/result.hpp"
#include "reference/token/ed25519.hpp"

/// Ed25519 keys as text: PKCS#8 under the label `PRIVATE KEY`, SubjectPublicKeyInfo under
/// `PUBLIC KEY`, as `openssl genpkey -algorithm ed25519` and `openssl pkey -pubout` write them.
/// Source: RFC 7468, RFC 8410; workers 9.6, TK-09.
namespace drydock::token {

/// The caller wipes what it got.
std::string encode_private_pem(SecretKey const& key);
std::string encode_public_pem(PublicKey const& key);

/// Reads PKCS#8 of version 1, or 2 with the public key attached, which then has to belong to it.
/// The text holds one PEM block; lines may be of any width. No error holds any of the text but a
/// label.
Result<SecretKey> decode_private_pem(std::string_view text);
Result<PublicKey> decode_public_pem(std::string_view text);

}  // namespace drydock::token
