#pragma once

#include <optional>

#include "reference/core/result.hpp"
#include "reference/token/ed25519.hpp"
#include "reference/token/trusted_keys.hpp"

namespace drydock::token {

/// One key that signs, unless it was revoked, and the previous ones, whose tokens are good until
/// they expire.
/// Source: tokens ST-10.
class KeyRing {
 public:
  explicit KeyRing(SecretKey const& signing_key);

  /// Null from the moment that it is revoked until the next rotation.
  SecretKey const* signing_key() const { return signing_key_ ? &*signing_key_ : nullptr; }
  TrustedKeys const& keys() const { return keys_; }

  /// From now on only `next` signs; the key that signed until now is a previous one. Fails, and
  /// changes nothing, where `next` was revoked.
  Result<void> rotate(SecretKey const& next);
  /// Has `key` be a previous one, as after a restart. Fails where it was revoked.
  Result<void> add_previous(PublicKey const& key);
  /// Forgets a previous key whose tokens have all expired. Fails for the key that signs.
  Result<void> retire(PublicKey const& key);
  /// Tokens of `key` are refused at once. Where it is the one that signs, nothing is signed until
  /// the next rotation.
  void revoke(PublicKey const& key);

 private:
  bool signs(PublicKey const& key) const;

  std::optional<SecretKey> signing_key_;
  TrustedKeys keys_;
};

}  // namespace drydock::token
