#include "reference/moor/daemon/token_office.hpp"

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::moor::daemon {
namespace {

using drydock::token::KeyRing;
using drydock::token::Refusal;
using drydock::token::refuse;
using drydock::token::SecretKey;

constexpr Duration remembered_for = std::chrono::seconds{60};
/// On top of the longest lifetime, before a previous key is forgotten: a daemon takes up a rotation
/// a little after the file says that it was, and to remember a key for longer admits nothing, since
/// its tokens' ends still count.
constexpr Duration key_grace = std::chrono::hours{1};

std::string_view without_affixes(std::string_view label) {
  constexpr std::string_view before = "python-";
  constexpr std::string_view after = "-worker";
  std::string_view type = label;
  if (type.ends_with(after)) type.remove_suffix(after.size());
  if (type.starts_with(before)) type.remove_prefix(before.size());
  return type.empty() ? label : type;
}

bool is_host(std::string_view service_type) { return service_type.ends_with("-host"); }

}  // namespace

Service service_of(std::string_view service_type, Uuid const& id) {
  if (is_host(service_type)) {
    return HostToken{id, service_type == "web-host" ? HostType::websocket : HostType::tcp};
  }
  return WorkerToken{id, std::string(without_affixes(service_type))};
}

Uuid const& id_of(Service const& service) {
  if (auto const* host = std::get_if<HostToken>(&service)) return host->host_id;
  return std::get<WorkerToken>(service).worker_id;
}

TokenOffice::TokenOffice(Settings const& settings, FileStore& files, SigningKeyNames names, Rng rng)
    : settings_(settings),
      files_(files, std::move(names)),
      rng_(rng),
      checker_(settings.strict ? token::TokenProfile::strict : token::TokenProfile::compatible,
               settings.token_cache_entries) {}

Result<void> TokenOffice::open(WallTime now) {
  // Whoever was killed while rotating must not keep a daemon from starting.
  if (auto const finished = files_.finish_rotation(); !finished) {
    return tl::make_unexpected(finished.error());
  }
  if (auto const taken = take_pair(now); !taken) return taken;
  std::vector<std::string> errors;
  take_previous(now, errors);
  take_revocations(errors);
  if (!errors.empty()) return fail(errors.front());
  if (ring_->signing_key() == nullptr) return fail("the signing key was revoked; rotate it first");
  return {};
}

bool TokenOffice::reload(WallTime now, std::vector<std::string>& warnings) {
  ENSURE(ring_.has_value());
  if (auto const taken = take_pair(now); !taken) {
    warnings.push_back("the signing keys stay as they are: " + taken.error().message);
  }
  take_previous(now, warnings);
  bool const taken_back = take_revocations(warnings);
  if (ring_->signing_key() == nullptr) {
    warnings.push_back(
        "no tokens are issued: the signing key was revoked, and none took its place");
  }
  retire(now);
  return taken_back;
}

Result<void> TokenOffice::take_pair(WallTime now) {
  auto const pair = files_.read_pair();
  if (!pair) return tl::make_unexpected(pair.error());
  if (!*pair) return fail("there is no signing key");
  if (!ring_) {
    ring_.emplace(**pair);
    if (settings_.defects.has(Defect::old_key_still_signs)) first_key_ = **pair;
    return {};
  }
  SecretKey const* const current = ring_->signing_key();
  if (current != nullptr && *current == **pair) return {};
  if (ring_->keys().revoked((*pair)->public_key())) {
    return fail("key " + (*pair)->public_key().fingerprint() + " was revoked");
  }
  rotate_to(**pair, now);
  return {};
}

void TokenOffice::rotate_to(SecretKey const& next, WallTime now) {
  SecretKey const* const current = ring_->signing_key();
  if (current != nullptr) previous_.try_emplace(current->public_key(), now);
  if (settings_.defects.has(Defect::rotation_forgets_previous)) {
    KeyRing fresh{next};
    for (PublicKey const& key : ring_->keys().revoked()) fresh.revoke(key);
    ring_ = std::move(fresh);
    previous_.clear();
    return;
  }
  bool const rotated = ring_->rotate(next).has_value();
  ENSURE(rotated);
}

void TokenOffice::take_previous(WallTime now, std::vector<std::string>& warnings) {
  if (settings_.defects.has(Defect::rotation_forgets_previous)) return;
  for (PreviousKey const& previous : files_.read_previous(warnings)) {
    SecretKey const* const current = ring_->signing_key();
    if (current != nullptr && current->public_key() == previous.key) continue;
    if (ring_->keys().revoked(previous.key)) continue;
    previous_.insert_or_assign(previous.key, previous.until);
    if (ring_->keys().trusts(previous.key)) continue;
    bool const added = ring_->add_previous(previous.key).has_value();
    ENSURE(added);
  }
  retire(now);
}

/// Forgets the previous keys whose tokens have all expired; those of stock mooR never do.
void TokenOffice::retire(WallTime now) {
  if (!settings_.strict) return;
  Duration const kept = lifetime_max() + settings_.leeway + key_grace;
  for (auto entry = previous_.begin(); entry != previous_.end();) {
    auto const& [key, until] = *entry;
    bool const signs_again =
        ring_->signing_key() != nullptr && ring_->signing_key()->public_key() == key;
    bool const over = until && *until + kept <= now;
    if (over && !signs_again) {
      (void)ring_->retire(key);
      (void)files_.forget_previous(key);  // A file that stays is met again at the next look.
    }
    entry = over || signs_again ? previous_.erase(entry) : std::next(entry);
  }
}

bool TokenOffice::take_revocations(std::vector<std::string>& warnings) {
  bool taken_back = false;
  auto const keys = files_.read_revoked_keys(warnings);
  auto const tokens = files_.read_revoked_tokens(warnings);
  if (settings_.defects.has(Defect::revoked_still_good)) return false;
  for (PublicKey const& key : keys) {
    if (ring_->keys().revoked(key)) continue;
    ring_->revoke(key);
    previous_.erase(key);
    taken_back = true;
  }
  for (RevokedToken const& token : tokens) {
    taken_back = taken_back || !revocations_.revoked(token.token_id);
    revocations_.revoke(token.token_id, token.expires);
  }
  return taken_back;
}

Duration TokenOffice::lifetime_max() const {
  return std::max({settings_.client_token_lifetime, settings_.auth_token_lifetime,
                   settings_.host_token_lifetime, settings_.worker_token_lifetime});
}

template <class Token>
Result<std::string> TokenOffice::sign(Token const& token, Duration lifetime, WallTime now) {
  ENSURE(ring_.has_value());
  SecretKey const* const key = first_key_ ? &*first_key_ : ring_->signing_key();
  if (key == nullptr) return fail("the signing key was revoked, and none took its place");
  if (!settings_.strict) return token::mint(token, *key, std::nullopt);
  // Fractions of a second are left out, since not every reader of tokens takes all their digits.
  return token::mint(token, *key, token::Stamp{now.whole_seconds(), lifetime, Uuid::random(rng_)});
}

Result<std::string> TokenOffice::issue(ClientToken const& token, WallTime now) {
  return sign(token, settings_.client_token_lifetime, now);
}
Result<std::string> TokenOffice::issue(AuthToken const& token, WallTime now) {
  return sign(token, settings_.auth_token_lifetime, now);
}
Result<std::string> TokenOffice::issue(HostToken const& token, WallTime now) {
  return sign(token, settings_.host_token_lifetime, now);
}
Result<std::string> TokenOffice::issue(WorkerToken const& token, WallTime now) {
  return sign(token, settings_.worker_token_lifetime, now);
}
Result<std::string> TokenOffice::issue(Service const& service, WallTime now) {
  return std::visit([&](auto const& token) { return issue(token, now); }, service);
}

token::Circumstances TokenOffice::circumstances(WallTime now) const {
  ENSURE(ring_.has_value());
  bool const all_good = settings_.defects.has(Defect::revoked_still_good);
  return {ring_->keys(), all_good ? nothing_revoked_ : revocations_, now, settings_.leeway};
}

template <class Token>
Accepted<Checked<Token>> TokenOffice::anyones(std::string_view token, WallTime now) {
  token::Circumstances around = circumstances(now);
  auto checked = checker_.anyones<Token>(token, around);
  bool const early = !checked && checked.error().why == Refusal::not_yet_valid;
  if (!early || !settings_.defects.has(Defect::nbf_ignored)) return checked;
  around.leeway = Duration::max();  // It has not expired, which is looked at first.
  return checker_.anyones<Token>(token, around);
}

Accepted<Checked<ClientToken>> TokenOffice::ended_client(std::string_view token, WallTime now) {
  token::Circumstances around = circumstances(now);
  around.leeway = Duration::max();
  return checker_.anyones<ClientToken>(token, around);
}

template Accepted<Checked<ClientToken>> TokenOffice::anyones(std::string_view, WallTime);
template Accepted<Checked<AuthToken>> TokenOffice::anyones(std::string_view, WallTime);
template Accepted<Checked<HostToken>> TokenOffice::anyones(std::string_view, WallTime);
template Accepted<Checked<WorkerToken>> TokenOffice::anyones(std::string_view, WallTime);

TokenOffice::Remembered const* TokenOffice::remembered(std::string_view token, WallTime now) const {
  auto const found = remembered_.find(token);
  if (found == remembered_.end()) return nullptr;
  return now <= found->second.verified + remembered_for ? &found->second : nullptr;
}

Accepted<Checked<WorkerToken>> TokenOffice::worker(std::string_view token, Uuid const& worker_id,
                                                   WallTime now) {
  bool const outlives = settings_.defects.has(Defect::cache_outlives_expiry);
  bool const anybodys = settings_.defects.has(Defect::client_id_not_compared);
  Remembered const* const before = remembered(token, now);
  auto const checked = outlives && before != nullptr
                           ? Checked<WorkerToken>{before->token, before->registered}
                           : anyones<WorkerToken>(token, now);
  if (!checked) return checked;
  if (before == nullptr && (outlives || anybodys)) {
    remembered_.insert_or_assign(std::string(token),
                                 Remembered{now, checked->token, checked->registered});
  }
  bool const excused = anybodys && before != nullptr;
  if (checked->token.worker_id != worker_id && !excused) return refuse(Refusal::other_holder);
  return checked;
}

Accepted<Service> TokenOffice::service(std::string_view token, std::string_view service_type,
                                       WallTime now) {
  if (is_host(service_type)) {
    return anyones<HostToken>(token, now).map([](auto const& good) { return Service{good.token}; });
  }
  return anyones<WorkerToken>(token, now).map([](auto const& good) { return Service{good.token}; });
}

bool TokenOffice::taken_back(std::string_view token) const {
  auto const inspected = drydock::token::inspect(token);
  if (!inspected) return false;
  for (PublicKey const& key : ring_->keys().revoked()) {
    if (drydock::token::signed_by(*inspected, key)) return true;
  }
  auto const registered =
      drydock::token::parse_claims(inspected->payload).and_then(drydock::token::registered_claims);
  return registered && registered->token_id && revocations_.revoked(*registered->token_id);
}

std::optional<TokenOffice::PublicKey> TokenOffice::signer() const {
  SecretKey const* const key = ring_ ? ring_->signing_key() : nullptr;
  if (key == nullptr) return std::nullopt;
  return key->public_key();
}

Result<void> TokenOffice::revoke(std::string const& token_id, WallTime expires) {
  revocations_.revoke(token_id, expires);
  return files_.revoke_token({token_id, expires});
}

}  // namespace drydock::moor::daemon
