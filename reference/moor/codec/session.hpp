#pragma once

#include <cstdint>
#include <string>

// Who speaks: tokens and kinds of connection (schema/moor/session.fbs).

namespace drydock::moor {

// Names one connection.
struct ClientToken {
  std::string token;
  friend bool operator==(ClientToken const&, ClientToken const&) = default;
};
// Names one logged-in player.
struct AuthToken {
  std::string token;
  friend bool operator==(AuthToken const&, AuthToken const&) = default;
};
enum class HostType : std::uint8_t { tcp, web_socket };
// NoConnect: attach without running any of the world's code for arrivals.
enum class ConnectType : std::uint8_t { connected, reconnected, created, no_connect = 255 };

}  // namespace drydock::moor
