#pragma once

#include <map>
#include <string>
#include <string_view>

#include "reference/core/wall_time.hpp"

namespace drydock::token {

/// Tokens that were taken back before their end, by their `jti`.
class Revocations {
 public:
  /// Refuses the token of that id from now on. `expires` is its `exp`: until then it has to be
  /// remembered.
  void revoke(std::string token_id, WallTime expires);
  bool revoked(std::string_view token_id) const { return ends_.contains(token_id); }

  /// Forgets those that expired at or before `instant`, which must be one that the verifier's clock
  /// less its leeway never falls behind again: with a clock stepped back further, a forgotten token
  /// would be good once more.
  void forget_until(WallTime instant);
  std::size_t size() const { return ends_.size(); }

 private:
  std::map<std::string, WallTime, std::less<>> ends_;
};

}  // namespace drydock::token
