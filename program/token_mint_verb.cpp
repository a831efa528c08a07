#include <fmt/format.h>

#include <iostream>

#include "program/token_flags.hpp"
#include "reference/moor/codec/utf8.hpp"
#include "reference/moor/token/tokens.hpp"
#include "reference/token/key_file.hpp"
#include "reference/transport/entropy.hpp"

namespace drydock::program {
namespace {

using namespace moor::token;

struct MintFlags : TokenFlags {
  std::string type;
  std::optional<double> lifetime;
  std::string private_key;
};

Result<std::optional<Stamp>> stamp_of(MintFlags const& flags) {
  if (flags.profile == TokenProfile::compatible) {
    if (flags.lifetime) return fail("--lifetime: a token of the compatible profile has no end");
    return std::nullopt;
  }
  Duration lifetime = info(*flags.kind).lifetime;
  if (flags.lifetime) {
    auto const given = parse_seconds(*flags.lifetime, false);
    if (!given) return fail("--lifetime: " + given.error().message);
    lifetime = *given;
  }
  Rng rng = transport::system_rng();
  return Stamp{flags.now.value_or(now_in_seconds()), lifetime, Uuid::random(rng)};
}

Result<std::string> mint_text(MintFlags const& flags, drydock::token::SecretKey const& key,
                              std::optional<Stamp> const& stamp) {
  auto const kind = *flags.kind;
  bool const has_type = kind == TokenKind::host || kind == TokenKind::worker;
  if (has_type == flags.type.empty()) {
    return fail(has_type ? "--type is required" : "--type: only host and worker tokens have one");
  }
  if (kind == TokenKind::auth) {
    if (!flags.player) return fail("--player is required");
    return mint(moor::token::AuthToken{*flags.player}, key, stamp);
  }
  if (!flags.id) return fail("--id is required");
  if (kind == TokenKind::client) return mint(moor::token::ClientToken{*flags.id}, key, stamp);
  if (kind == TokenKind::worker) {
    if (!moor::is_utf8(flags.type)) return fail("--type is not UTF-8");
    return mint(WorkerToken{*flags.id, flags.type}, key, stamp);
  }
  auto const type = parse_host_type(flags.type);
  if (!type) return fail(fmt::format("--type: '{}' is neither tcp nor websocket", flags.type));
  return mint(HostToken{*flags.id, *type}, key, stamp);
}

Result<std::string> mint_token(MintFlags const& flags) {
  if (auto const kind = check_kind(flags); !kind) return tl::make_unexpected(kind.error());
  if (flags.private_key.empty()) return fail("--private-key is required");
  auto const key = drydock::token::read_private_key_file(flags.private_key);
  if (!key) return tl::make_unexpected(key.error());
  if (auto const exposure = drydock::token::exposure_of(flags.private_key)) {
    std::cerr << "drydock token mint: " << *exposure << "\n";
  }
  auto const stamp = stamp_of(flags);
  if (!stamp) return tl::make_unexpected(stamp.error());
  return mint_text(flags, *key, *stamp);
}

}  // namespace

int run_token_mint(Arguments const& arguments) {
  MintFlags flags;
  CommandLine line{"token mint", "Prints a token, signed with a private key."};
  add_token_flags(line, flags);
  line.option("--type", flags.type, "for host, tcp or websocket; for worker, its type");
  line.option("--lifetime", flags.lifetime,
              "seconds until its end; otherwise a day for auth and an hour for the others");
  line.option("--private-key", flags.private_key, "the PEM file of the key that signs");
  if (auto const code = line.parse(arguments)) return *code;
  auto const token = mint_token(flags);
  if (!token) return refuse("token mint", token.error().message);
  std::cout << *token << "\n";
  return fine;
}

}  // namespace drydock::program
