#include "conformance/moor/daemon/token_kit.hpp"

#include "reference/moor/token/tokens.hpp"
#include "reference/token/claims.hpp"
#include "reference/token/paseto.hpp"
#include "reference/token/pem.hpp"

namespace drydock::conformance::daemon {
namespace {

using namespace std::chrono_literals;
using moor::token::HostToken;
using moor::token::HostType;
using moor::token::WorkerToken;

constexpr Duration wait_max = 30s;
constexpr std::string_view worker_footer = "key-id:moor_worker";

drydock::token::Stamp stamp(Visitors& visitors, WallTime issued, Duration lifetime) {
  return {issued, lifetime, visitors.new_id()};
}

std::optional<drydock::token::Claims> claims_of(std::string_view token) {
  auto const parts = drydock::token::inspect(token);
  if (!parts) return std::nullopt;
  auto claims = drydock::token::parse_claims(parts->payload);
  if (!claims) return std::nullopt;
  return *std::move(claims);
}

}  // namespace

std::string signed_token(Visitors& visitors, Uuid const& worker, WallTime issued,
                         Duration lifetime) {
  return moor::token::mint(WorkerToken{worker, "echo"}, signing_key(),
                           stamp(visitors, issued, lifetime));
}

std::string good_token(Visitors& visitors, Uuid const& worker) {
  return good_token(visitors, worker, signing_key());
}

std::string good_token(Visitors& visitors, Uuid const& worker,
                       drydock::token::SecretKey const& key) {
  return moor::token::mint(WorkerToken{worker, "echo"}, key,
                           stamp(visitors, visitors.stage().wall_time().whole_seconds(), 1h));
}

std::string forged_token(Visitors& visitors, Uuid const& worker) {
  return good_token(visitors, worker, drydock::token::SecretKey::random(visitors.rng()));
}

std::string host_token(Visitors& visitors, Uuid const& worker) {
  return moor::token::mint(HostToken{worker, HostType::tcp}, signing_key(),
                           stamp(visitors, visitors.stage().wall_time().whole_seconds(), 1h));
}

std::string retired_token(Uuid const& worker) {
  return drydock::token::mint(worker.text(), worker_footer, signing_key());
}

/// In the middle: the payload ends in the signature, and the footer follows.
std::string with_a_flipped_bit(std::string token) {
  std::size_t const footer = token.rfind('.');
  char& digit = token.at(footer - 20);
  digit = digit == 'A' ? 'B' : 'A';
  return token;
}

void write_signing_keys(Visitors& visitors, drydock::token::SecretKey const& key) {
  Stage& stage = visitors.stage();
  stage.files().write(stage.value("private_key"), drydock::token::encode_private_pem(key));
  stage.files().write(stage.value("public_key"),
                      drydock::token::encode_public_pem(key.public_key()));
}

std::optional<WallTime> end_of(std::string_view token) {
  auto const claims = claims_of(token);
  if (!claims) return std::nullopt;
  auto const registered = drydock::token::registered_claims(*claims);
  return registered ? registered->expires : std::nullopt;
}

bool is_signed_by(std::string_view token, drydock::token::PublicKey const& key) {
  auto const parts = drydock::token::inspect(token);
  return parts && drydock::token::signed_by(*parts, key);
}

std::string worker_named_by(std::string_view token) {
  auto const claims = claims_of(token);
  return claims ? claims->text("worker_id").value_or("") : std::string{};
}

void wait_past(Visitors& visitors, WallTime instant) {
  Duration const left = instant - visitors.stage().wall_time();
  if (left > wait_max) skip_case("tokens live for over 30 s; start it with shorter lifetimes");
  // Clocks of suite and testee are the same, but are not read at the same moment.
  visitors.run_for(left + 20ms);
}

std::string token_of(FakeWorker const& worker) {
  if (!worker.token()) skip_case("enrollment brings no token: the daemon is not strict");
  return *worker.token();
}

}  // namespace drydock::conformance::daemon
