#include "reference/moor/token/token_kind.hpp"

#include "reference/core/ensure.hpp"
#include "reference/core/uuid.hpp"

namespace drydock::moor::token {
namespace {

using namespace std::chrono_literals;

constexpr TokenKindInfo kinds[] = {
    {TokenKind::client, "client", "key-id:moor_client", "client_id", 1h},
    {TokenKind::auth, "auth", "key-id:moor_player", "player", 24h},
    {TokenKind::host, "host", "key-id:moor_host", "host_id", 1h},
    {TokenKind::worker, "worker", "key-id:moor_worker", "worker_id", 1h},
};
constexpr std::string_view old_client_footer = "key-id:moor_rpc";

bool is_bare_text(TokenKind kind, std::string_view payload) {
  if (kind == TokenKind::host) return payload == "tcp" || payload == "websocket";
  if (kind == TokenKind::worker) return Uuid::parse(payload).has_value();
  return false;
}

}  // namespace

TokenKindInfo const& info(TokenKind kind) {
  TokenKindInfo const& found = kinds[static_cast<std::size_t>(kind)];
  ENSURE(found.kind == kind);
  return found;
}

std::optional<TokenKind> kind_of_name(std::string_view name) {
  for (auto const& kind : kinds) {
    if (kind.name == name) return kind.kind;
  }
  return std::nullopt;
}

std::optional<TokenKind> kind_of_footer(std::string_view footer) {
  for (auto const& kind : kinds) {
    if (kind.footer == footer) return kind.kind;
  }
  if (footer == old_client_footer) return TokenKind::client;
  return std::nullopt;
}

std::optional<Recognised> recognise(std::string_view footer, std::string_view payload) {
  auto const kind = kind_of_footer(footer);
  if (!kind) return std::nullopt;
  return Recognised{*kind, footer == old_client_footer || is_bare_text(*kind, payload)};
}

}  // namespace drydock::moor::token
