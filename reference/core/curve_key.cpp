#include "reference/core/curve_key.hpp"

#include <sodium/crypto_scalarmult_curve25519.h>

#include <algorithm>

#include "reference/core/ensure.hpp"
#include "reference/core/z85.hpp"

namespace drydock {
namespace {

constexpr std::size_t z85_size = 40;

template <class Key>
Result<Key> parse_key(std::string_view z85) {
  if (z85.size() != z85_size) {
    return fail("a CURVE key has 40 characters of Z85, not " + std::to_string(z85.size()));
  }
  return z85_decode(z85).map([](Bytes const& bytes) {
    Key key;
    std::copy(bytes.begin(), bytes.end(), key.bytes.begin());
    return key;
  });
}

}  // namespace

Result<CurvePublicKey> CurvePublicKey::parse(std::string_view z85) {
  return parse_key<CurvePublicKey>(z85);
}

std::string CurvePublicKey::z85() const { return z85_encode(bytes); }

Result<CurveSecretKey> CurveSecretKey::parse(std::string_view z85) {
  return parse_key<CurveSecretKey>(z85);
}

std::string z85_of_secret(CurveSecretKey const& key) { return z85_encode(key.bytes); }

CurveKeyPair CurveKeyPair::of(CurveSecretKey const& secret_key) {
  CurveKeyPair pair{{}, secret_key};
  int const failed =
      crypto_scalarmult_curve25519_base(pair.public_key.bytes.data(), pair.secret_key.bytes.data());
  ENSURE(failed == 0);
  return pair;
}

CurveKeyPair CurveKeyPair::generate(Rng& rng) {
  CurveSecretKey secret;
  rng.fill(secret.bytes.data(), secret.bytes.size());
  return of(secret);
}

}  // namespace drydock
