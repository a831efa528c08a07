#include "reference/token/verify.hpp"

#include <optional>

#include "reference/core/digest.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::token {
namespace {

Accepted<PublicKey> find_signer(Unverified const& token, TrustedKeys const& keys) {
  for (auto const& key : keys.trusted()) {
    if (signed_by(token, key)) return key;
  }
  for (auto const& key : keys.revoked()) {
    if (signed_by(token, key)) return refuse(Refusal::revoked, "its key was revoked");
  }
  return refuse(Refusal::bad_signature);
}

}  // namespace

Accepted<void> check_now(Registered const& registered, Circumstances const& circumstances) {
  auto const times = check_times(registered, circumstances.now, circumstances.leeway);
  if (!times) return times;
  if (registered.token_id && circumstances.revocations.revoked(*registered.token_id)) {
    return refuse(Refusal::revoked);
  }
  return {};
}

Accepted<Verified> verify(std::string_view token, std::string_view footer,
                          Circumstances const& circumstances) {
  auto parts = inspect(token);
  if (!parts) return tl::make_unexpected(parts.error());
  if (auto const same = check_footer(parts->footer, footer); !same) {
    return tl::make_unexpected(same.error());
  }
  auto const signer = find_signer(*parts, circumstances.keys);
  if (!signer) return tl::make_unexpected(signer.error());
  auto claims = parse_claims(parts->payload);
  if (!claims) return tl::make_unexpected(claims.error());
  auto registered = registered_claims(*claims);
  if (!registered) return tl::make_unexpected(registered.error());
  if (auto const current = check_now(*registered, circumstances); !current) {
    return tl::make_unexpected(current.error());
  }
  return Verified{std::move(parts->footer), *signer, std::move(*claims), std::move(*registered)};
}

std::string digest_for_people(std::string_view token) {
  Digest digest;
  digest.add(token);
  return digest.hex().substr(0, 8);
}

}  // namespace drydock::token
