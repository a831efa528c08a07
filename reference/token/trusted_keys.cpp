#include "reference/token/trusted_keys.hpp"

#include <algorithm>

namespace drydock::token {

Result<void> TrustedKeys::trust(PublicKey const& key) {
  if (revoked(key)) return fail("key " + key.fingerprint() + " was revoked");
  retire(key);
  keys_.insert(keys_.begin(), key);
  return {};
}

void TrustedKeys::retire(PublicKey const& key) { std::erase(keys_, key); }

void TrustedKeys::revoke(PublicKey const& key) {
  retire(key);
  revoked_.insert(key);
}

bool TrustedKeys::trusts(PublicKey const& key) const {
  return std::ranges::find(keys_, key) != keys_.end();
}

}  // namespace drydock::token
