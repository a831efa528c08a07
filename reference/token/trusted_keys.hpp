#pragma once

#include <set>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/token/ed25519.hpp"

namespace drydock::token {

/// The keys whose signatures count, and those that never will again.
class TrustedKeys {
 public:
  TrustedKeys() = default;
  explicit TrustedKeys(PublicKey const& key) { keys_.push_back(key); }

  /// Trusts `key` from now on. Fails where it was revoked: an old key file put back is no way
  /// around a revocation.
  Result<void> trust(PublicKey const& key);
  /// No longer trusts `key`; it may be trusted again. For a previous key whose tokens have all
  /// expired.
  void retire(PublicKey const& key);
  /// No longer trusts `key`, for good. Source: tokens ST-10.
  void revoke(PublicKey const& key);

  bool trusts(PublicKey const& key) const;
  bool revoked(PublicKey const& key) const { return revoked_.contains(key); }
  /// The latest first: that is who signed most tokens.
  std::vector<PublicKey> const& trusted() const { return keys_; }
  std::set<PublicKey> const& revoked() const { return revoked_; }

 private:
  std::vector<PublicKey> keys_;
  std::set<PublicKey> revoked_;
};

}  // namespace drydock::token
