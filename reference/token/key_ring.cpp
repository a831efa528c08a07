#include "reference/token/key_ring.hpp"

namespace drydock::token {

KeyRing::KeyRing(SecretKey const& signing_key)
    : signing_key_(signing_key), keys_(signing_key.public_key()) {}

Result<void> KeyRing::rotate(SecretKey const& next) {
  if (auto const trusted = keys_.trust(next.public_key()); !trusted) return trusted;
  signing_key_ = next;
  return {};
}

Result<void> KeyRing::add_previous(PublicKey const& key) {
  if (auto const trusted = keys_.trust(key); !trusted) return trusted;
  if (!signing_key_) return {};
  return keys_.trust(signing_key_->public_key());  // Which stays the first to be tried.
}

Result<void> KeyRing::retire(PublicKey const& key) {
  if (signs(key)) return fail("key " + key.fingerprint() + " signs; rotate to another one first");
  keys_.retire(key);
  return {};
}

void KeyRing::revoke(PublicKey const& key) {
  if (signs(key)) signing_key_.reset();
  keys_.revoke(key);
}

bool KeyRing::signs(PublicKey const& key) const {
  return signing_key_ && signing_key_->public_key() == key;
}

}  // namespace drydock::token
