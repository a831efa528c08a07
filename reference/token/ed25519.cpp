#include "reference/token/ed25519.hpp"

#include <sodium.h>

#include <algorithm>

#include "reference/core/digest.hpp"
#include "reference/core/ensure.hpp"

namespace drydock::token {

Result<PublicKey> PublicKey::from_bytes(ByteView raw) {
  PublicKey key;
  if (raw.size() != key.bytes.size()) {
    return fail("an Ed25519 public key has 32 bytes, not " + std::to_string(raw.size()));
  }
  std::copy(raw.begin(), raw.end(), key.bytes.begin());
  if (crypto_core_ed25519_is_valid_point(key.bytes.data()) != 1) {
    return fail("these 32 bytes are no Ed25519 public key: no point of the curve's main group");
  }
  return key;
}

std::string PublicKey::fingerprint() const {
  Digest digest;
  digest.add(ByteView{bytes});
  return digest.hex().substr(0, 16);
}

SecretKey SecretKey::from_seed(SeedBytes const& seed) {
  SecretKey key;
  PublicKey unused;
  crypto_sign_seed_keypair(unused.bytes.data(), key.bytes_.data(), seed.data());
  return key;
}

SecretKey SecretKey::random(Rng& rng) {
  SeedBytes seed;
  rng.fill(seed.data(), seed.size());
  SecretKey const key = from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

SecretKey SecretKey::generate() {
  ENSURE(sodium_init() >= 0);
  SeedBytes seed;
  randombytes_buf(seed.data(), seed.size());
  SecretKey const key = from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

SecretKey::~SecretKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

PublicKey SecretKey::public_key() const {
  PublicKey key;
  std::copy(bytes_.begin() + 32, bytes_.end(), key.bytes.begin());
  return key;
}

SecretKey::SeedBytes SecretKey::seed() const {
  SeedBytes seed;
  std::copy(bytes_.begin(), bytes_.begin() + 32, seed.begin());
  return seed;
}

Signature SecretKey::sign(ByteView message) const {
  Signature signature;
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), bytes_.data());
  return signature;
}

bool operator==(SecretKey const& one, SecretKey const& other) {
  return sodium_memcmp(one.bytes_.data(), other.bytes_.data(), one.bytes_.size()) == 0;
}

bool verify(PublicKey const& key, ByteView message, Signature const& signature) {
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     key.bytes.data()) == 0;
}

bool equal_in_constant_time(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace drydock::token
