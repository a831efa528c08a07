#pragma once

#include <optional>
#include <string_view>

#include "reference/core/time.hpp"

namespace drydock::moor::token {

/// mooR's four tokens. Source: tokens, "The four tokens".
enum class TokenKind { client, auth, host, worker };

struct TokenKindInfo {
  TokenKind kind;
  std::string_view name;      // On the command line.
  std::string_view footer;    // Tells the kinds apart.
  std::string_view id_claim;  // Names the holder.
  Duration lifetime;          // In the strict profile, unless set otherwise.
};

TokenKindInfo const& info(TokenKind kind);
std::optional<TokenKind> kind_of_name(std::string_view name);
/// Also of the ClientToken's footer before 2025, `key-id:moor_rpc`, which no check accepts.
std::optional<TokenKind> kind_of_footer(std::string_view footer);

/// What a token is by its looks, verified or not.
struct Recognised {
  TokenKind kind;
  bool retired;  // A form that nobody issues any more, and that nothing accepts: ST-13, TK-14.
  friend bool operator==(Recognised const&, Recognised const&) = default;
};

/// Nothing for the footers of others. Retired are a HostToken whose payload is the bare text `tcp`
/// or `websocket`, a WorkerToken whose payload is a bare UUID, and ClientTokens with the old
/// footer. Source: workers 9.1, 9.2.
std::optional<Recognised> recognise(std::string_view footer, std::string_view payload);

}  // namespace drydock::moor::token
