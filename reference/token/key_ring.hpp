#pragma once

#include "reference/core/result.hpp"
#include "reference/token/ed25519.hpp"
#include "reference/token/trusted_keys.hpp"

namespace drydock::token {

/// One key that signs, and the previous ones, whose tokens are good until they expire.
/// Source: tokens ST-10.
class KeyRing {
 public:
  explicit KeyRing(SecretKey const& signing_key);

  SecretKey const& signing_key() const { return signing_key_; }
  TrustedKeys const& keys() const { return keys_; }

  /// From now on only `next` signs; the key that signed until now is a previous one. Fails, and
  /// changes nothing, where `next` was revoked.
  Result<void> rotate(SecretKey const& next);
  /// Has `key` be a previous one, as after a restart. Fails where it was revoked.
  Result<void> add_previous(PublicKey const& key);
  /// Forgets a previous key whose tokens have all expired. Fails for the key that signs.
  Result<void> retire(PublicKey const& key);
  /// Tokens of `key` are refused at once. Fails for the key that signs: rotate first, so that there
  /// is always one.
  Result<void> revoke(PublicKey const& key);

 private:
  Result<void> not_the_signing_key(PublicKey const& key) const;

  SecretKey signing_key_;
  TrustedKeys keys_;
};

}  // namespace drydock::token
