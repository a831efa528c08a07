#include <fmt/format.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "program/token_flags.hpp"
#include "reference/moor/token/tokens.hpp"
#include "reference/token/key_file.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::program {
namespace {

using namespace moor::token;
using Json = nlohmann::ordered_json;

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
                      : refused(checker.anyones<moor::token::ClientToken>(token, now));
    case TokenKind::auth:
      return flags.player ? refused(checker.auth(token, *flags.player, now))
                          : refused(checker.anyones<moor::token::AuthToken>(token, now));
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

}  // namespace

int run_token_inspect(Arguments const& arguments) {
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

int run_token_verify(Arguments const& arguments) {
  Arguments tokens;
  VerifyFlags flags;
  CommandLine line{"token verify",
                   "Says whether a token is valid; where it is not, why, and the exit code is 1."};
  line.arguments("TOKEN", tokens, "the token; - is stdin");
  add_token_flags(line, flags);
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

}  // namespace drydock::program
