#include "reference/moor/sessions/token_ledger.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::moor::sessions {
namespace {

constexpr std::string_view revoked_prefix = "revoked-token/";
/// After its end a token that was taken back is remembered for as long as clocks may be wrong.
constexpr Duration remembered_after_its_end = std::chrono::hours{24};
/// A clock may be stepped, so a renewal that is far away is looked at again meanwhile, and one that
/// failed is tried again.
constexpr Duration look_max = std::chrono::hours{1};
constexpr Duration retry_after = std::chrono::seconds{5};
/// Tokens that are due as soon as they are made must not take all of the daemon's time.
constexpr Duration look_min = std::chrono::milliseconds{100};

/// The one that lasts longest; null where there is none.
template <class Tokens>
auto* newest(Tokens& tokens) {
  auto const last =
      std::max_element(tokens.begin(), tokens.end(),
                       [](auto const& a, auto const& b) { return a.expires < b.expires; });
  return last == tokens.end() ? nullptr : &*last;
}

template <class Tokens>
std::optional<WallTime> renewal_of(Tokens const& tokens) {
  auto const* held = newest(tokens);
  if (held == nullptr) return std::nullopt;
  return drydock::token::renewal_time(held->issued, held->expires);
}

}  // namespace

Result<void> TokenLedger::load(VirtualTime now) {
  auto const records = store_.read_all(revoked_prefix);
  if (!records) return tl::make_unexpected(records.error());
  std::vector<RecordChange> forgotten;
  for (Record const& record : *records) {
    auto const expires = WallTime::parse(drydock::text_of(record.value));
    if (!expires) return fail(record.key + ": " + expires.error().message);
    if (*expires + remembered_after_its_end <= authority_.wall_time(now)) {
      forgotten.push_back({record.key, std::nullopt});
    } else {
      authority_.take_back(record.key.substr(revoked_prefix.size()), *expires);
    }
  }
  return forgotten.empty() ? Result<void>{} : store_.commit(forgotten);
}

Result<std::string> TokenLedger::issue_client(VirtualTime now, Uuid const& client_id, Outbox& out) {
  auto token = authority_.issue(now, token::ClientToken{client_id});
  if (!token) return token;
  if (auto const checked = authority_.check_client(authority_.wall_time(now), *token)) {
    hold(now, client_id, &Tokens::client, checked->registered, out);
  }
  return token;
}

Result<std::string> TokenLedger::issue_auth(VirtualTime now, Uuid const& client_id,
                                            Obj const& player, Outbox& out) {
  auto token = authority_.issue(now, token::AuthToken{player});
  if (!token) return token;
  if (auto const checked = authority_.check_auth(authority_.wall_time(now), *token)) {
    hold(now, client_id, &Tokens::auth, checked->registered, out);
  }
  return token;
}

void TokenLedger::client_showed(VirtualTime now, Uuid const& client_id,
                                token::Registered const& shown, Outbox& out) {
  if (!minds(shown)) return;
  Tokens& tokens = held_[client_id];
  if (tokens.first_shown.empty()) tokens.first_shown = *shown.token_id;
  tokens.renews = tokens.renews || tokens.first_shown != *shown.token_id;
  hold(now, client_id, &Tokens::client, shown, out);
}

void TokenLedger::auth_showed(VirtualTime now, Uuid const& client_id,
                              token::Registered const& shown, Outbox& out) {
  hold(now, client_id, &Tokens::auth, shown, out);
}

bool TokenLedger::was_seen_to_renew(Uuid const& client_id) const {
  auto const place = held_.find(client_id);
  return place != held_.end() && place->second.renews;
}

void TokenLedger::hold(VirtualTime now, Uuid const& client_id, std::vector<Held> Tokens::* kind,
                       token::Registered const& registered, Outbox& out) {
  if (!minds(registered) || !registered.issued || !registered.expires) return;
  std::vector<Held>& tokens = held_[client_id].*kind;
  for (Held const& held : tokens) {
    if (held.token_id == *registered.token_id) return;
  }
  release_ended(tokens, authority_.wall_time(now), out);
  ++holders_[*registered.token_id];
  tokens.push_back({*registered.token_id, *registered.issued, *registered.expires});
  set_timer(now, client_id, out);
}

void TokenLedger::set_timer(VirtualTime now, Uuid const& client_id, Outbox& out) const {
  auto const place = held_.find(client_id);
  if (place == held_.end()) return;
  WallTime const wall = authority_.wall_time(now);
  std::optional<Duration> left;
  for (auto const& at : {renewal_of(place->second.client), renewal_of(place->second.auth)}) {
    if (!at) continue;
    Duration const until = std::clamp(*at - wall, look_min, look_max);
    left = left ? std::min(*left, until) : until;
  }
  if (left) out.emplace_back(SetTimer{{renewal_timer, client_id}, now + *left});
}

TokenLedger::Due TokenLedger::due(VirtualTime now, Uuid const& client_id, Outbox& out) {
  auto const place = held_.find(client_id);
  if (place == held_.end()) return {};
  WallTime const wall = authority_.wall_time(now);
  auto const client = renewal_of(place->second.client);
  auto const auth = renewal_of(place->second.auth);
  Due const due{client && *client <= wall, auth && *auth <= wall};
  if (due.client || due.auth) {  // A fresh token, once it is held, sets the timer anew.
    out.emplace_back(SetTimer{{renewal_timer, client_id}, now + retry_after});
  } else {
    set_timer(now, client_id, out);
  }
  return due;
}

void TokenLedger::forget(Uuid const& client_id, Outbox& out) {
  auto const place = held_.find(client_id);
  if (place == held_.end()) return;
  release(place->second.client, false, out);
  release(place->second.auth, false, out);
  held_.erase(place);
  out.emplace_back(CancelTimer{{renewal_timer, client_id}});
}

void TokenLedger::take_back(Uuid const& client_id, Outbox& out) {
  auto const place = held_.find(client_id);
  if (place == held_.end()) return;
  release(place->second.client, true, out);
  release(place->second.auth, true, out);
  forget(client_id, out);
}

void TokenLedger::take_back_auth(Uuid const& client_id, Outbox& out) {
  auto const place = held_.find(client_id);
  if (place != held_.end()) release(place->second.auth, true, out);
}

void TokenLedger::release(std::vector<Held>& tokens, bool take_back, Outbox& out) {
  std::vector<RecordChange> records;
  for (Held const& held : tokens) {
    auto const holders = holders_.find(held.token_id);
    if (holders != holders_.end() && --holders->second > 0) continue;
    if (holders != holders_.end()) holders_.erase(holders);
    if (!take_back) continue;
    authority_.take_back(held.token_id, held.expires);
    records.push_back({std::string(revoked_prefix) + held.token_id, bytes_of(held.expires.text())});
  }
  tokens.clear();
  if (records.empty()) return;
  if (auto const stored = store_.owe(records); !stored) {
    out.emplace_back(Log{LogLevel::error,
                         "tokens that were taken back would be good again after a "
                         "restart: " +
                             stored.error().message});
  }
}

void TokenLedger::check_everything() const {
  std::map<std::string, std::size_t> holders;
  for (auto const& [client, tokens] : held_) {
    for (auto const* kind : {&tokens.client, &tokens.auth}) {
      for (Held const& held : *kind) ++holders[held.token_id];
    }
  }
  ENSURE(holders == holders_);
}

void TokenLedger::release_ended(std::vector<Held>& tokens, WallTime now, Outbox& out) {
  auto const first_ended = std::partition(tokens.begin(), tokens.end(), [now](Held const& held) {
    return held.expires + remembered_after_its_end > now;
  });
  if (first_ended == tokens.end()) return;
  std::vector<Held> ended(std::make_move_iterator(first_ended),
                          std::make_move_iterator(tokens.end()));
  tokens.erase(first_ended, tokens.end());
  release(ended, false, out);
}

}  // namespace drydock::moor::sessions
