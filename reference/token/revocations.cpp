#include "reference/token/revocations.hpp"

#include <algorithm>

namespace drydock::token {

void Revocations::revoke(std::string token_id, WallTime expires) {
  auto const [entry, fresh] = ends_.try_emplace(std::move(token_id), expires);
  if (!fresh) entry->second = std::max(entry->second, expires);
}

void Revocations::forget_until(WallTime instant) {
  std::erase_if(ends_, [&](auto const& entry) { return entry.second <= instant; });
}

}  // namespace drydock::token
