#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "reference/token/verify.hpp"

namespace drydock::token {

/// Spares the signature of tokens seen before, and nothing else: its verdict at every instant is
/// that of `verify`. What it keeps is what can never change about a text; the time, the keys and
/// the revocations are asked each time. It knows nothing of who presents a token: whose it is
/// stands in what it returns, for the caller to compare (UQ-45). Source: tokens ST-02; TK-06,
/// TK-07.
class VerificationCache {
 public:
  /// Holds at most `capacity` tokens, the least recently used of which makes room; 0 holds none.
  explicit VerificationCache(std::size_t capacity) : capacity_(capacity) {}
  VerificationCache(VerificationCache const&) = delete;
  VerificationCache& operator=(VerificationCache const&) = delete;

  /// As `verify`. An entry ends when its token is seen expired or revoked, or its key untrusted.
  Accepted<std::shared_ptr<Verified const>> verify(std::string_view token, std::string_view footer,
                                                   Circumstances const& circumstances);

  std::size_t size() const { return entries_.size(); }
  bool holds(std::string_view token) const;

 private:
  struct Entry {
    std::string token;
    std::shared_ptr<Verified const> verified;
  };
  using Entries = std::list<Entry>;  // The most recently used first.

  Accepted<std::shared_ptr<Verified const>> on_hit(Entries::iterator entry, std::string_view footer,
                                                   Circumstances const& circumstances);
  void drop(Entries::iterator entry);
  void keep(std::string_view token, std::shared_ptr<Verified const> verified);

  std::size_t capacity_;
  Entries entries_;
  /// By the whole text, so that nobody can make a token that is taken for another.
  std::unordered_map<std::string_view, Entries::iterator> by_token_;
};

}  // namespace drydock::token
