#include "reference/token/verification_cache.hpp"

#include <utility>

#include "reference/token/paseto.hpp"

namespace drydock::token {

bool VerificationCache::holds(std::string_view token) const { return by_token_.contains(token); }

Accepted<std::shared_ptr<Verified const>> VerificationCache::verify(
    std::string_view token, std::string_view footer, Circumstances const& circumstances) {
  auto const found = by_token_.find(token);
  if (found != by_token_.end()) {
    if (circumstances.keys.trusts(found->second->verified->key)) {
      return on_hit(found->second, footer, circumstances);
    }
    drop(found->second);
  }
  auto verified = token::verify(token, footer, circumstances);
  if (!verified) return tl::make_unexpected(verified.error());
  auto kept = std::make_shared<Verified const>(*std::move(verified));
  keep(token, kept);
  return kept;
}

Accepted<std::shared_ptr<Verified const>> VerificationCache::on_hit(
    Entries::iterator entry, std::string_view footer, Circumstances const& circumstances) {
  if (auto const same = check_footer(entry->verified->footer, footer); !same) {
    return tl::make_unexpected(same.error());
  }
  auto const current = check_now(entry->verified->registered, circumstances);
  if (!current) {
    // A token that is not valid yet will be, where the clock stepped back.
    if (current.error().why != Refusal::not_yet_valid) drop(entry);
    return tl::make_unexpected(current.error());
  }
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->verified;
}

void VerificationCache::drop(Entries::iterator entry) {
  by_token_.erase(entry->token);
  entries_.erase(entry);
}

void VerificationCache::keep(std::string_view token, std::shared_ptr<Verified const> verified) {
  if (capacity_ == 0) return;
  if (entries_.size() == capacity_) drop(std::prev(entries_.end()));
  entries_.push_front(Entry{std::string(token), std::move(verified)});
  by_token_.emplace(entries_.front().token, entries_.begin());
}

}  // namespace drydock::token
