#include "simulator/moor/trust/operator.hpp"

#include <fmt/format.h>

#include "reference/moor/daemon/signing_key_files.hpp"
#include "reference/moor/enrollment/identity.hpp"
#include "reference/moor/enrollment/key_file.hpp"
#include "reference/token/claims.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::simulator {
namespace {

using drydock::token::SecretKey;
using moor::daemon::SigningKeyFiles;

constexpr char const* token_file = "enrollment-token";
constexpr char const* curve_stem = "daemon-curve";
constexpr char const* hosts_directory = "allowed-hosts";

/// An operator looks after the disk before anything else; a command that it still refuses, such as
/// on a full one, has not happened.
bool happened(Result<void> const& result) { return result.has_value(); }

/// As an editor leaves it.
std::string as_file(std::string const& token) { return token + "\n"; }

}  // namespace

Operator::Operator(World& world)
    : world_(world),
      rng_(world.rng().fork("operator")),
      daemon_keys_(CurveKeyPair::generate(rng_)),
      enrollment_token_(Uuid::random(rng_).text()) {}

void Operator::set_up(NodeId daemon) {
  if (is_set_up_) return;
  Disk& disk = world_.disk(daemon);
  FileStore& data = disk.directory(data_directory);
  FileStore& config = disk.directory(config_directory);
  is_set_up_ = happened(moor::enrollment::write_key_files(data, curve_stem, daemon_keys_)) &&
               happened(config.write(token_file, as_file(enrollment_token_))) &&
               happened(SigningKeyFiles{config}.create(SecretKey::random(rng_)));
}

void Operator::rotate_enrollment_token(NodeId daemon) {
  std::string const next = Uuid::random(rng_).text();
  FileStore& config = world_.disk(daemon).directory(config_directory);
  if (happened(config.write(token_file, as_file(next)))) enrollment_token_ = next;
}

void Operator::rotate_signing_key(NodeId daemon) {
  SecretKey const next = SecretKey::random(rng_);
  SigningKeyFiles files{world_.disk(daemon).directory(config_directory)};
  static_cast<void>(happened(files.rotate(next, world_.clock(daemon).wall_time(world_.now()))));
}

void Operator::revoke_signing_key(NodeId daemon) {
  SigningKeyFiles files{world_.disk(daemon).directory(config_directory)};
  auto const pair = files.read_pair();
  if (!pair || !*pair) return;
  drydock::token::PublicKey const key = (*pair)->public_key();
  rotate_signing_key(daemon);
  if (!happened(files.revoke_key(key.fingerprint()))) return;
  TakenBack revoked{world_.now()};
  revoked.key = key;
  taken_back_.push_back(std::move(revoked));
}

void Operator::revoke_token(NodeId daemon, std::string_view token) {
  auto const inspected = drydock::token::inspect(token);
  if (!inspected) return;
  auto const claims = drydock::token::parse_claims(inspected->payload);
  auto const registered =
      claims ? drydock::token::registered_claims(*claims) : tl::make_unexpected(claims.error());
  if (!registered || !registered->token_id || !registered->expires) return;
  SigningKeyFiles files{world_.disk(daemon).directory(config_directory)};
  if (!happened(files.revoke_token({*registered->token_id, *registered->expires}))) return;
  TakenBack revoked{world_.now()};
  revoked.token_id = *registered->token_id;
  taken_back_.push_back(std::move(revoked));
}

bool Operator::disallow(NodeId daemon, NodeId service, std::string const& service_type) {
  std::string why_not;
  auto const identity =
      moor::enrollment::load_identity(world_.disk(service), service_type, why_not);
  if (!identity || removed_.contains(service)) return false;
  FileStore& data = world_.disk(daemon).directory(data_directory);
  std::vector<AllowedHostFile> const files = files_of(daemon, identity->keys.public_key);
  if (files.empty()) return false;
  for (AllowedHostFile const& file : files) {
    if (!happened(data.remove(file.name))) return false;
  }
  removed_.emplace(service, Removed{files.front(), identity->keys.public_key, taken_back_.size()});
  TakenBack barred{world_.now()};
  barred.barred = service;
  taken_back_.push_back(std::move(barred));
  return true;
}

std::vector<Operator::AllowedHostFile> Operator::files_of(NodeId daemon,
                                                          CurvePublicKey const& key) {
  std::vector<AllowedHostFile> found;
  FileStore& data = world_.disk(daemon).directory(data_directory);
  auto const names = data.list(hosts_directory);
  if (!names) return found;
  for (std::string const& name : *names) {
    std::string const whole = fmt::format("{}/{}", hosts_directory, name);
    auto const content = data.read(whole);
    if (!content || !*content) continue;
    if (moor::enrollment::key_file_value(**content, "public") == key.z85()) {
      found.push_back({whole, **content});
    }
  }
  return found;
}

bool Operator::allow(NodeId daemon, NodeId service) {
  auto const place = removed_.find(service);
  if (place == removed_.end()) return false;
  Removed const& removed = place->second;
  FileStore& data = world_.disk(daemon).directory(data_directory);
  bool const is_back = !files_of(daemon, removed.key).empty() ||  // It enrolled anew.
                       happened(data.write(removed.file.name, removed.file.content));
  if (!is_back) return false;
  taken_back_[removed.taken_back].given_back_at = world_.now();
  removed_.erase(place);
  return true;
}

void Operator::tidy_keys(NodeId daemon) {
  SigningKeyFiles files{world_.disk(daemon).directory(config_directory)};
  auto const pair = files.read_pair();
  if (!pair || !*pair) return;
  drydock::token::PublicKey const key = (*pair)->public_key();
  for (TakenBack const& taken_back : taken_back_) {
    if (taken_back.key == key) return rotate_signing_key(daemon);
  }
}

void Operator::allow_all(NodeId daemon) {
  while (!removed_.empty()) {
    if (!allow(daemon, removed_.begin()->first)) return;
  }
}

}  // namespace drydock::simulator
