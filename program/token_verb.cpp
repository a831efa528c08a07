#include <fmt/format.h>
#include <sodium.h>

#include <chrono>
#include <cmath>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "program/verb.hpp"
#include "reference/moor/codec/utf8.hpp"
#include "reference/moor/token/token_checker.hpp"
#include "reference/moor/token/token_kind.hpp"
#include "reference/moor/token/tokens.hpp"
#include "reference/token/key_file.hpp"
#include "reference/token/paseto.hpp"
#include "reference/transport/entropy.hpp"

namespace drydock::program {
namespace {

using namespace moor::token;
using drydock::token::PublicKey;
using Json = nlohmann::ordered_json;

constexpr std::string_view about_stdin =
    "A token is a credential, and arguments are visible to every user of this machine: give - "
    "for TOKEN and the token on stdin.";

/// The wall clock, in whole seconds: PASETO recommends to leave fractions out of claims, and some
/// libraries read no more than six digits of them.
WallTime now_in_seconds() {
  return WallTime::from_unix(std::chrono::system_clock::now().time_since_epoch()).whole_seconds();
}

/// Reads `--now` and the like into `value`.
CommandLine::Assign into(std::optional<WallTime>& value) {
  return [&value](std::string const& text) -> Result<void> {
    auto const time = WallTime::parse(text);
    if (!time) return tl::make_unexpected(time.error());
    value = *time;
    return {};
  };
}

CommandLine::Assign into(std::optional<Uuid>& value) {
  return [&value](std::string const& text) -> Result<void> {
    auto const uuid = Uuid::parse(text);
    if (!uuid) return tl::make_unexpected(uuid.error());
    value = *uuid;
    return {};
  };
}

CommandLine::Assign into(std::optional<moor::Obj>& value) {
  return [&value](std::string const& text) -> Result<void> {
    value = parse_player(text);
    if (!value) return fail(fmt::format("'{}' is no player, such as #2", text));
    return {};
  };
}

CommandLine::Assign into(std::optional<TokenKind>& value) {
  return [&value](std::string const& text) -> Result<void> {
    value = kind_of_name(text);
    if (!value) return fail(fmt::format("'{}' is none of client, auth, host, worker", text));
    return {};
  };
}

CommandLine::Assign into(TokenProfile& value) {
  return [&value](std::string const& text) -> Result<void> {
    if (text != "compatible" && text != "strict") {
      return fail(fmt::format("'{}' is neither compatible nor strict", text));
    }
    value = text == "strict" ? TokenProfile::strict : TokenProfile::compatible;
    return {};
  };
}

/// Fractions of a second are allowed.
Result<Duration> parse_seconds(std::optional<double> const& seconds, bool zero_too) {
  constexpr double max = 100.0 * 366 * 86400;
  bool const fits = *seconds <= max && (zero_too ? *seconds >= 0 : *seconds > 0);  // Not for NaN.
  if (!fits) return fail(fmt::format("{} is not a number of seconds within 100 years", *seconds));
  return Duration{std::llround(*seconds * 1e9)};
}

struct TokenFlags {
  std::optional<TokenKind> kind;
  std::optional<Uuid> id;
  std::optional<moor::Obj> player;
  TokenProfile profile = TokenProfile::strict;
  std::optional<WallTime> now;
};

void add_flags(CommandLine& line, TokenFlags& flags) {
  line.option("--kind", "", "client, auth, host or worker", into(flags.kind));
  line.option("--id", "", "the UUID of the client, host or worker", into(flags.id));
  line.option("--player", "", "for auth, the player's object, such as #2", into(flags.player));
  line.option("--profile", "strict", "compatible: as stock mooR, without an end; strict: with one",
              into(flags.profile));
  line.option("--now", "", "the time, as 2026-07-22T12:00:00Z; otherwise the clock's",
              into(flags.now));
}

/// The flags of an auth token name no UUID, those of the others no player.
Result<void> check_kind(TokenFlags const& flags) {
  if (!flags.kind) return fail("--kind is required");
  bool const auth = flags.kind == TokenKind::auth;
  if (auth && flags.id) return fail("--id: an auth token names a --player");
  if (!auth && flags.player) {
    return fail(fmt::format("--player: a {} token names an --id", info(*flags.kind).name));
  }
  return {};
}

// mint

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
    auto const given = parse_seconds(flags.lifetime, false);
    if (!given) return fail("--lifetime: " + given.error().message);
    lifetime = *given;
  }
  auto const seed = transport::seed_from_entropy();
  if (!seed) return tl::make_unexpected(seed.error());
  Rng rng{*seed};
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
    return mint(AuthToken{*flags.player}, key, stamp);
  }
  if (!flags.id) return fail("--id is required");
  if (kind == TokenKind::client) return mint(ClientToken{*flags.id}, key, stamp);
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

int run_mint(Arguments const& arguments) {
  MintFlags flags;
  CommandLine line{"token mint", "Prints a token, signed with a private key."};
  add_flags(line, flags);
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

// inspect and verify

constexpr std::string_view white_space = " \t\r\n";

/// One token, from the argument or stdin. Arguments are never quoted: they may be tokens.
Result<std::string> read_token(Arguments const& tokens) {
  if (tokens.size() != 1) return fail(fmt::format("expected one TOKEN, and saw {}", tokens.size()));
  if (tokens.front() != "-") return tokens.front();
  std::string text(drydock::token::token_size_max + 64, '\0');
  std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::cin.gcount()));
  if (std::cin.bad()) return fail("stdin cannot be read");
  text.erase(text.find_last_not_of(white_space) + 1);
  text.erase(0, text.find_first_not_of(white_space));
  return text;
}

Json json_or_text(std::string const& text) {
  auto json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? Json(text) : json;
}

Json description_of(drydock::token::Unverified const& parts, std::string_view token) {
  auto const recognised = recognise(parts.footer, parts.payload);
  Json kind;
  if (recognised) kind = std::string(info(recognised->kind).name);
  return {{"verified", false},
          {"notice", "not verified: anybody can have written this"},
          {"digest", drydock::token::digest_for_people(token)},
          {"kind", kind},
          {"retired", recognised && recognised->retired},
          {"footer", parts.footer},
          {"payload", json_or_text(parts.payload)}};
}

int run_inspect(Arguments const& arguments) {
  Arguments tokens;
  CommandLine line{"token inspect",
                   "Prints a token's footer and claims as JSON. Nothing of it is verified."};
  line.arguments("TOKEN", tokens, "the token; - is stdin");
  line.footer(std::string(about_stdin));
  if (auto const code = line.parse(arguments)) return *code;
  auto const token = read_token(tokens);
  if (!token) return refuse("token inspect", token.error().message);
  auto const parts = drydock::token::inspect(*token);
  if (!parts) {
    std::cerr << "drydock token inspect: " << parts.error().message() << "\n";
    return found_failure;
  }
  std::cout << description_of(*parts, *token).dump(2, ' ', false, Json::error_handler_t::replace)
            << "\n";
  return fine;
}

struct VerifyFlags : TokenFlags {
  std::vector<std::string> public_keys;
  std::optional<double> leeway;
  bool json = false;
};

template <class Token>
std::optional<drydock::token::Refused> refused(Accepted<Checked<Token>> const& checked) {
  if (checked) return std::nullopt;
  return checked.error();
}

std::optional<drydock::token::Refused> refusal_of(std::string_view token, VerifyFlags const& flags,
                                                  Circumstances const& now) {
  TokenChecker checker{flags.profile, 0};
  switch (*flags.kind) {
    case TokenKind::client:
      return flags.id ? refused(checker.client(token, *flags.id, now))
                      : refused(checker.anyones<ClientToken>(token, now));
    case TokenKind::auth:
      return flags.player ? refused(checker.auth(token, *flags.player, now))
                          : refused(checker.anyones<AuthToken>(token, now));
    case TokenKind::host:
      return flags.id ? refused(checker.host(token, *flags.id, now))
                      : refused(checker.anyones<HostToken>(token, now));
    case TokenKind::worker:
      break;
  }
  return flags.id ? refused(checker.worker(token, *flags.id, now))
                  : refused(checker.anyones<WorkerToken>(token, now));
}

Result<drydock::token::TrustedKeys> trusted_keys(VerifyFlags const& flags) {
  if (flags.public_keys.empty()) return fail("--public-key is required");
  drydock::token::TrustedKeys keys;
  for (auto const& path : flags.public_keys) {
    auto const key = drydock::token::read_public_key_file(path);
    if (!key) return tl::make_unexpected(key.error());
    if (auto const trusted = keys.trust(*key); !trusted)
      return tl::make_unexpected(trusted.error());
  }
  return keys;
}

void print_verdict(std::string_view token, std::optional<drydock::token::Refused> const& refused,
                   bool json) {
  if (!json) {
    std::cout << (refused ? "not valid: " + refused->message() : "valid") << "\n";
    return;
  }
  Json verdict{{"valid", !refused}, {"digest", drydock::token::digest_for_people(token)}};
  if (refused) {
    verdict["reason"] = std::string(name(refused->why));
    verdict["message"] = refused->message();
  }
  std::cout << verdict.dump() << "\n";
}

int run_verify(Arguments const& arguments) {
  Arguments tokens;
  VerifyFlags flags;
  CommandLine line{"token verify",
                   "Says whether a token is valid; where it is not, why, and the exit code is 1."};
  line.arguments("TOKEN", tokens, "the token; - is stdin");
  add_flags(line, flags);
  line.option(
      "--public-key", "", "the PEM file of a key whose signature counts; more may be given",
      [&flags](std::string const& path) -> Result<void> {
        flags.public_keys.push_back(path);
        return {};
      },
      /*repeatable=*/true);
  line.option("--leeway", flags.leeway, "seconds by which clocks may differ; otherwise 0");
  line.flag("--json", flags.json, "print a JSON document");
  line.footer(std::string(about_stdin) +
              " Without --id or --player, the token may be any holder's.");
  if (auto const code = line.parse(arguments)) return *code;
  if (auto const kind = check_kind(flags); !kind) {
    return refuse("token verify", kind.error().message);
  }
  auto const keys = trusted_keys(flags);
  if (!keys) return refuse("token verify", keys.error().message);
  auto const leeway = parse_seconds(flags.leeway.value_or(0), true);
  if (!leeway) return refuse("token verify", "--leeway: " + leeway.error().message);
  auto const token = read_token(tokens);
  if (!token) return refuse("token verify", token.error().message);
  drydock::token::Revocations const revocations;
  auto const refused = refusal_of(
      *token, flags, {*keys, revocations, flags.now.value_or(now_in_seconds()), *leeway});
  print_verdict(*token, refused, flags.json);
  return refused ? found_failure : fine;
}

// keygen

int run_keygen(Arguments const& arguments) {
  std::string private_path;
  std::string public_path;
  CommandLine line{"token keygen",
                   "Writes a new key pair for tokens: Ed25519, as openssl writes it. The private "
                   "key's file has mode 0600 from the start; files that are there stay."};
  line.option("--private-key", private_path, "the file of the private key");
  line.option("--public-key", public_path, "the file of the public key");
  if (auto const code = line.parse(arguments)) return *code;
  if (private_path.empty()) return refuse("token keygen", "--private-key is required");
  if (public_path.empty()) return refuse("token keygen", "--public-key is required");
  using namespace drydock::token;
  auto const key = drydock::token::SecretKey::generate();
  auto const secret = write_private_key_file(private_path, key, Existing::refuse);
  if (!secret) return refuse("token keygen", secret.error().message);
  auto const published = write_public_key_file(public_path, key.public_key(), Existing::refuse);
  if (!published) {
    return refuse("token keygen", fmt::format("{}; the private key is in {}",
                                              published.error().message, private_path));
  }
  std::cout << "key " << key.public_key().fingerprint() << "\n";
  return fine;
}

struct TokenVerb {
  std::string_view name;
  std::string_view does;
  int (*run)(Arguments const& arguments);
};
constexpr TokenVerb token_verbs[] = {
    {"mint", "prints a token, signed with a private key", run_mint},
    {"inspect", "says what a token claims, without verifying it", run_inspect},
    {"verify", "says whether a token is valid, and if not, why", run_verify},
    {"keygen", "writes a new key pair", run_keygen},
};

std::string help() {
  std::string text =
      "drydock token: the tokens of mooR by hand\n\n"
      "Usage: drydock token VERB ...\n       drydock token VERB --help\n\nVerbs:\n";
  for (auto const& verb : token_verbs) text += fmt::format("  {:10}  {}\n", verb.name, verb.does);
  return text + "\n" + std::string(about_stdin) + "\n";
}

}  // namespace

int run_token(Arguments const& arguments) {
  if (arguments.empty()) {
    std::cerr << help();
    return could_not_run;
  }
  auto const& name = arguments.front();
  if (name == "--help" || name == "-h") {
    std::cout << help();
    return fine;
  }
  for (auto const& verb : token_verbs) {
    if (verb.name == name) return verb.run(Arguments(arguments.begin() + 1, arguments.end()));
  }
  // What stands there may be a token, so it is not quoted.
  return refuse("token", "expected mint, inspect, verify or keygen; see drydock token --help");
}

}  // namespace drydock::program
