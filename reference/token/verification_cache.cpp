#include "reference/token/verification_cache.hpp"

#include <sodium/crypto_generichash_blake2b.h>

#include "reference/token/paseto.hpp"

namespace drydock::token {

/// BLAKE2b, so that nobody can make a token that is taken for another.
VerificationCache::TokenDigest VerificationCache::digest_of(std::string_view token) {
  TokenDigest digest;
  auto const* bytes = reinterpret_cast<unsigned char const*>(token.data());
  crypto_generichash_blake2b(digest.data(), digest.size(), bytes, token.size(), nullptr, 0);
  return digest;
}

bool VerificationCache::holds(std::string_view token) const {
  return by_digest_.contains(digest_of(token));
}

Accepted<Verified> VerificationCache::verify(std::string_view token, std::string_view footer,
                                             Circumstances const& circumstances) {
  TokenDigest const digest = digest_of(token);
  auto const found = by_digest_.find(digest);
  if (found != by_digest_.end()) {
    if (circumstances.keys.trusts(found->second->verified.key)) {
      return on_hit(found->second, footer, circumstances);
    }
    drop(found->second);
  }
  auto verified = token::verify(token, footer, circumstances);
  if (verified) keep(digest, *verified);
  return verified;
}

Accepted<Verified> VerificationCache::on_hit(Entries::iterator entry, std::string_view footer,
                                             Circumstances const& circumstances) {
  if (auto const same = check_footer(entry->verified.footer, footer); !same) {
    return tl::make_unexpected(same.error());
  }
  auto const current = check_now(entry->verified.registered, circumstances);
  if (!current) {
    // A token that is not valid yet will be, where the clock stepped back.
    if (current.error().why != Refusal::not_yet_valid) drop(entry);
    return tl::make_unexpected(current.error());
  }
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->verified;
}

void VerificationCache::drop(Entries::iterator entry) {
  by_digest_.erase(entry->digest);
  entries_.erase(entry);
}

void VerificationCache::keep(TokenDigest const& digest, Verified const& verified) {
  if (capacity_ == 0) return;
  if (entries_.size() == capacity_) drop(std::prev(entries_.end()));
  entries_.push_front(Entry{digest, verified});
  by_digest_.emplace(digest, entries_.begin());
}

}  // namespace drydock::token
