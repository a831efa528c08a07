#pragma once

#include <cstddef>
#include <cstring>
#include <iterator>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/token/paseto.hpp"
#include "reference/token/verify.hpp"

namespace drydock::token {

/// What a good token says, as its reader has it, and who says so: facts about its text that no time
/// changes.
template <class Said>
struct Vouched {
  std::string footer;
  PublicKey key;
  Registered registered;
  Said said;
  friend bool operator==(Vouched const&, Vouched const&) = default;
};

/// Of the last eight bytes of a token's signature, which are as good as random but for being
/// base64, and which nobody can choose for a token that is good. A footer may follow.
struct TokenHash {
  std::size_t operator()(std::string_view token) const {
    auto const* const dot = static_cast<char const*>(memrchr(token.data(), '.', token.size()));
    bool const has_footer = dot != nullptr && dot >= token.data() + paseto_header.size();
    std::size_t const end =
        has_footer ? static_cast<std::size_t>(dot - token.data()) : token.size();
    std::size_t bytes = 0;
    if (end >= sizeof bytes) std::memcpy(&bytes, token.data() + end - sizeof bytes, sizeof bytes);
    return bytes * golden_ratio >> 32;
  }
  /// Of 2^64, whose multiples lie apart: every bit of a factor tells in the upper half of the
  /// product. Source: Knuth, "The Art of Computer Programming", volume 3, 6.4.
  static constexpr std::size_t golden_ratio = 0x9e3779b97f4a7c15;
};

/// Spares the signature of tokens seen before, and nothing else: its verdict at every instant is
/// that of `verify`, and then of the reader of its claims. What it keeps is what can never change
/// about a text, and no more of its claims than the reader makes of them; the time, the keys and
/// the revocations are asked each time. It knows nothing of who presents a token: whose it is
/// stands in what it returns, for the caller to compare (UQ-45). Source: tokens ST-02; TK-06,
/// TK-07.
template <class Said>
class VerificationCache {
 public:
  /// Holds at most `capacity` tokens, the least recently used of which makes room; 0 holds none.
  explicit VerificationCache(std::size_t capacity) : capacity_(capacity) {}
  VerificationCache(VerificationCache const&) = delete;
  VerificationCache& operator=(VerificationCache const&) = delete;

  /// As `verify`, and then as `read`, which is `Accepted<Said>(Claims const&)` and the same for all
  /// tokens of that footer. An entry ends when its token is seen expired or revoked, or its key
  /// untrusted. What it points to is there until the next call.
  template <class Read>
  Accepted<Vouched<Said> const*> verify(std::string_view token, std::string_view footer,
                                        Circumstances const& circumstances, Read const& read) {
    auto const found = find(token);
    if (found != entries_.end()) {
      if (circumstances.keys.trusts(found->vouched.key)) {
        return on_hit(found, footer, circumstances);
      }
      drop(found);
    }
    auto verified = token::verify(token, footer, circumstances);
    if (!verified) return tl::make_unexpected(verified.error());
    auto said = read(verified->claims);
    if (!said) return tl::make_unexpected(said.error());
    return keep(token, {std::move(verified->footer), verified->key, std::move(verified->registered),
                        *std::move(said)});
  }

  std::size_t size() const { return entries_.size(); }
  bool holds(std::string_view token) const { return entries_.end() != find(token); }

 private:
  struct Entry {
    std::string token;
    Vouched<Said> vouched;
    typename std::list<Entry>::iterator
        next;  // Of those in the same place; the end after the last.
  };
  using Iterator = typename std::list<Entry>::iterator;

  Accepted<Vouched<Said> const*> on_hit(Iterator entry, std::string_view footer,
                                        Circumstances const& circumstances) {
    if (entry->vouched.footer != footer) {
      return tl::make_unexpected(check_footer(entry->vouched.footer, footer).error());
    }
    if (!entry->vouched.registered.is_for_good()) {
      auto const current = check_now(entry->vouched.registered, circumstances);
      if (!current) {
        // A token that is not valid yet will be, where the clock stepped back.
        if (current.error().why != Refusal::not_yet_valid) drop(entry);
        return tl::make_unexpected(current.error());
      }
    }
    entries_.splice(entries_.begin(), entries_, entry);
    return &entry->vouched;
  }

  /// The first of those that a token stands with.
  Iterator& place_of(std::string_view token) {
    return places_[TokenHash{}(token) & (places_.size() - 1)];
  }
  Iterator find(std::string_view token) const {
    auto entry = places_[TokenHash{}(token) & (places_.size() - 1)];
    while (entries_.end() != entry && entry->token != token) entry = entry->next;
    return entry;
  }

  void drop(Iterator entry) {
    Iterator* to = &place_of(entry->token);
    while (*to != entry) to = &(*to)->next;
    *to = entry->next;
    entries_.erase(entry);
  }

  Vouched<Said> const* keep(std::string_view token, Vouched<Said> vouched) {
    if (capacity_ == 0) return &not_kept_.emplace(std::move(vouched));
    if (entries_.size() == capacity_) drop(std::prev(entries_.end()));
    entries_.push_front(Entry{std::string(token), std::move(vouched), {}});
    if (entries_.size() > places_.size()) {
      places_.assign(2 * places_.size(), entries_.end());
      for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) put_in_place(entry);
    } else {
      put_in_place(entries_.begin());
    }
    return &entries_.front().vouched;
  }

  void put_in_place(Iterator entry) { entry->next = std::exchange(place_of(entry->token), entry); }

  std::size_t capacity_;
  std::optional<Vouched<Said>> not_kept_;
  std::list<Entry> entries_;  // The most recently used first.
  /// By the whole text, so that nobody can make a token that is taken for another: each stands in
  /// the place that its hash gives, one of a power of two that is as many as they are, or more.
  std::vector<Iterator> places_{16, entries_.end()};
};

}  // namespace drydock::token
