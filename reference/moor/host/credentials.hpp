#pragma once

#include <optional>

#include "reference/moor/codec/client_messages.hpp"

namespace drydock::moor::host {

/// The tokens of one connection, opaque to us.
struct Credentials {
  std::optional<ClientToken> client;
  std::optional<AuthToken> auth;
  friend bool operator==(Credentials const&, Credentials const&) = default;
};

/// The tokens that the message carries.
Credentials credentials_in(HostClientToDaemonMessageUnion const& message);

/// Puts those in place of the ones that the message carries; where there is none, it keeps its own.
void refresh(HostClientToDaemonMessageUnion& message, Credentials const& credentials);

}  // namespace drydock::moor::host
