#include "reference/moor/token/tokens.hpp"

#include <fmt/format.h>

#include <charconv>

#include "reference/core/ensure.hpp"
#include "reference/moor/token/token_kind.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::moor::token {
namespace {

using drydock::token::Refusal;
using drydock::token::refuse;
using drydock::token::Texts;

constexpr std::string_view issuer = "moor";
constexpr std::string_view audience = "moor_connection";

std::string sign(TokenKind kind, Texts claims, SecretKey const& key,
                 std::optional<Stamp> const& stamp) {
  if (stamp) drydock::token::add_stamp(claims, *stamp);
  return drydock::token::mint(drydock::token::payload_of(claims), info(kind).footer, key);
}

auto is_no(std::string_view claim, std::string_view what) {
  return refuse(Refusal::malformed, fmt::format("claim '{}' is no {}", claim, what));
}

Accepted<Uuid> uuid_claim(Claims const& claims, std::string_view name) {
  auto const text = claims.text(name);
  if (!text) return tl::make_unexpected(text.error());
  auto const uuid = Uuid::parse(*text);
  if (!uuid) return is_no(name, "UUID");
  return *uuid;
}

Accepted<void> fixed_claim(Claims const& claims, std::string_view name, std::string_view expected) {
  auto const text = claims.text(name);
  if (!text) return tl::make_unexpected(text.error());
  if (*text == expected) return {};
  return refuse(Refusal::malformed, fmt::format("claim '{}' is not '{}'", name, expected));
}

/// All of `digits` as a number, without a sign.
template <class Number>
std::optional<Number> number_of(std::string_view digits, int base) {
  Number number{};
  auto const end = digits.data() + digits.size();
  auto const [stop, error] = std::from_chars(digits.data(), end, number, base);
  if (digits.empty() || digits[0] == '-' || error != std::errc{} || stop != end)
    return std::nullopt;
  return number;
}

std::optional<Obj> read_object(std::string_view body) {
  auto const hyphen = body.find('-');
  if (hyphen == std::string_view::npos) {
    auto const number = number_of<std::int32_t>(body, 10);
    if (!number) return std::nullopt;
    return ObjId{*number};
  }
  auto const high = number_of<std::uint32_t>(body.substr(0, hyphen), 16);
  auto const low = number_of<std::uint64_t>(body.substr(hyphen + 1), 16);
  if (!high || !low) return std::nullopt;
  return UuObjId{(std::uint64_t{*high} << 40 | *low) & packed_obj_mask};
}

}  // namespace

std::string_view text_of(HostType type) { return type == HostType::tcp ? "tcp" : "websocket"; }

std::optional<HostType> parse_host_type(std::string_view text) {
  for (auto const type : {HostType::tcp, HostType::websocket}) {
    if (text == text_of(type)) return type;
  }
  return std::nullopt;
}

std::optional<Obj> parse_player(std::string_view text) {
  if (!text.starts_with('#')) return std::nullopt;
  auto const player = read_object(text.substr(1));
  if (!player || moor::text_of(*player) != text) return std::nullopt;
  return player;
}

std::string mint(ClientToken const& token, SecretKey const& key,
                 std::optional<Stamp> const& stamp) {
  return sign(TokenKind::client,
              {{"client_id", token.client_id.text()},
               {"iss", std::string(issuer)},
               {"aud", std::string(audience)}},
              key, stamp);
}

std::string mint(AuthToken const& token, SecretKey const& key, std::optional<Stamp> const& stamp) {
  auto const player = moor::text_of(token.player);
  ENSURE(parse_player(player) == token.player);
  return sign(TokenKind::auth, {{"player", player}}, key, stamp);
}

std::string mint(HostToken const& token, SecretKey const& key, std::optional<Stamp> const& stamp) {
  return sign(
      TokenKind::host,
      {{"host_id", token.host_id.text()}, {"host_type", std::string(text_of(token.host_type))}},
      key, stamp);
}

std::string mint(WorkerToken const& token, SecretKey const& key,
                 std::optional<Stamp> const& stamp) {
  return sign(TokenKind::worker,
              {{"worker_id", token.worker_id.text()}, {"worker_type", token.worker_type}}, key,
              stamp);
}

Accepted<ClientToken> client_of(Claims const& claims) {
  auto const id = uuid_claim(claims, "client_id");
  if (!id) return tl::make_unexpected(id.error());
  if (auto const fixed = fixed_claim(claims, "iss", issuer); !fixed) {
    return tl::make_unexpected(fixed.error());
  }
  if (auto const fixed = fixed_claim(claims, "aud", audience); !fixed) {
    return tl::make_unexpected(fixed.error());
  }
  return ClientToken{*id};
}

Accepted<AuthToken> auth_of(Claims const& claims) {
  auto const text = claims.text("player");
  if (!text) return tl::make_unexpected(text.error());
  auto const player = parse_player(*text);
  if (!player) return is_no("player", "player's object");
  return AuthToken{*player};
}

Accepted<HostToken> host_of(Claims const& claims) {
  auto const id = uuid_claim(claims, "host_id");
  if (!id) return tl::make_unexpected(id.error());
  auto const text = claims.text("host_type");
  if (!text) return tl::make_unexpected(text.error());
  auto const type = parse_host_type(*text);
  if (!type) return is_no("host_type", "'tcp' or 'websocket'");
  return HostToken{*id, *type};
}

Accepted<WorkerToken> worker_of(Claims const& claims) {
  auto const id = uuid_claim(claims, "worker_id");
  if (!id) return tl::make_unexpected(id.error());
  auto const type = claims.text("worker_type");
  if (!type) return tl::make_unexpected(type.error());
  return WorkerToken{*id, *type};
}

}  // namespace drydock::moor::token
