#include <string>

#include "reference/core/bytes.hpp"
#include "reference/core/ensure.hpp"
#include "reference/core/wall_time.hpp"
#include "reference/moor/token/token_checker.hpp"
#include "reference/moor/token/token_kind.hpp"
#include "reference/token/paseto.hpp"
#include "reference/token/pem.hpp"

namespace {

using namespace drydock;
using namespace drydock::moor::token;

SecretKey const& key() {
  static SecretKey const fixed = SecretKey::from_seed({});
  return fixed;
}

WallTime const noon = WallTime::from_unix(Duration{1'784'721'600'000'000'000});

/// No two texts are one token, and what comes apart can be put together.
void inspect_is_exact(std::string_view text) {
  auto const parts = drydock::token::inspect(text);
  if (!parts) {
    ENSURE(!parts.error().message().empty());
    return;
  }
  auto const again = drydock::token::mint(parts->payload, parts->footer, key());
  ENSURE(again.size() == text.size());
  if (drydock::token::signed_by(*parts, key().public_key())) ENSURE(again == text);
  recognise(parts->footer, parts->payload);
}

/// Signed, so that the input is read as claims; with and without a cache alike.
void claims_are_judged_alike(std::string_view payload) {
  if (payload.size() > 40'000) return;
  drydock::token::TrustedKeys const keys{key().public_key()};
  drydock::token::Revocations const revocations;
  Circumstances const now{keys, revocations, noon};
  TokenChecker checker{TokenProfile::strict, 1};
  for (auto const kind : {TokenKind::client, TokenKind::auth, TokenKind::host, TokenKind::worker}) {
    auto const token = drydock::token::mint(payload, info(kind).footer, key());
    auto const first = checker.anyones<WorkerToken>(token, now);
    auto const second = checker.anyones<WorkerToken>(token, now);
    ENSURE(first == second);
    ENSURE(kind == TokenKind::worker || !first);
    checker.anyones<ClientToken>(token, now);
    checker.anyones<AuthToken>(token, now);
    checker.anyones<HostToken>(token, now);
  }
}

void times_and_players_print_as_they_read(std::string_view text) {
  auto const time = WallTime::parse(text);
  if (time) ENSURE(WallTime::parse(time->text()) == *time);
  auto const player = parse_player(text);
  if (player) ENSURE(drydock::moor::text_of(*player) == text);
}

void keys_read_back_the_same(std::string_view text) {
  auto const secret = drydock::token::decode_private_pem(text);
  if (secret) {
    auto const again =
        drydock::token::decode_private_pem(drydock::token::encode_private_pem(*secret));
    ENSURE(again.has_value());
    ENSURE(*again == *secret);
  }
  auto const published = drydock::token::decode_public_pem(text);
  if (published) {
    auto const again =
        drydock::token::decode_public_pem(drydock::token::encode_public_pem(*published));
    ENSURE(again == *published);
  }
}

}  // namespace

/// Any text: as a token, as what somebody with our key signed, as a time, a player, a key file.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const text = drydock::text_of(drydock::ByteView(data, size));
  inspect_is_exact(text);
  claims_are_judged_alike(text);
  times_and_players_print_as_they_read(text);
  keys_read_back_the_same(text);
  return 0;
}
