#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/token/claims.hpp"
#include "reference/token/ed25519.hpp"
#include "reference/token/refusal.hpp"

/// The four tokens as values: who each names. Source: tokens, "The four tokens"; workers 9.1; hosts
/// 7.1.
namespace drydock::moor::token {

using drydock::token::Accepted;
using drydock::token::Claims;
using drydock::token::SecretKey;
using drydock::token::Stamp;

/// A client connection.
struct ClientToken {
  Uuid client_id;
  friend bool operator==(ClientToken const&, ClientToken const&) = default;
};

/// A logged-in player: an object with a number of 0 or more, or with a UUID.
struct AuthToken {
  Obj player;
  friend bool operator==(AuthToken const&, AuthToken const&) = default;
};

enum class HostType { tcp, websocket };

/// A host process.
struct HostToken {
  Uuid host_id;
  HostType host_type;
  friend bool operator==(HostToken const&, HostToken const&) = default;
};

/// A worker process.
struct WorkerToken {
  Uuid worker_id;
  std::string worker_type;  // UTF-8: the text of a symbol, in the spelling it came in.
  friend bool operator==(WorkerToken const&, WorkerToken const&) = default;
};

std::string_view text_of(HostType type);
std::optional<HostType> parse_host_type(std::string_view text);
/// Only the spelling that mooR prints is read: `#2`, `#048D05-1234567890`. Nothing for negative
/// numbers, which are no players. Source: hosts 8.3.
std::optional<Obj> parse_player(std::string_view text);

/// The token as text. With a stamp it is of the strict profile, without one of the compatible one,
/// which is a pure function of the key and the id: stock mooR's, byte for byte. `player` is one
/// that `parse_player` can give.
std::string mint(ClientToken const& token, SecretKey const& key, std::optional<Stamp> const& stamp);
std::string mint(AuthToken const& token, SecretKey const& key, std::optional<Stamp> const& stamp);
std::string mint(HostToken const& token, SecretKey const& key, std::optional<Stamp> const& stamp);
std::string mint(WorkerToken const& token, SecretKey const& key, std::optional<Stamp> const& stamp);

/// Who the claims name. Refused as malformed where a token's own claim is missing or not what it
/// has to be; for a ClientToken that is also its `iss` and `aud`. Source: TK-02, TK-04; hosts
/// TK2-07, TK2-08.
Accepted<ClientToken> client_of(Claims const& claims);
Accepted<AuthToken> auth_of(Claims const& claims);
Accepted<HostToken> host_of(Claims const& claims);
Accepted<WorkerToken> worker_of(Claims const& claims);

}  // namespace drydock::moor::token
