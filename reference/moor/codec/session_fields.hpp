#pragma once

#include <array>

#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/session.hpp"

// The tables of session.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<ClientToken>) {
  return table<ClientToken>("ClientToken", secret_field("token", &ClientToken::token));
}
constexpr auto table_of(Type<AuthToken>) {
  return table<AuthToken>("AuthToken", secret_field("token", &AuthToken::token));
}
constexpr auto names_of(Type<HostType>) {
  return std::array{Name<HostType>{HostType::tcp, "TCP"},
                    Name<HostType>{HostType::web_socket, "WebSocket"}};
}
constexpr auto names_of(Type<ConnectType>) {
  return std::array{Name<ConnectType>{ConnectType::connected, "Connected"},
                    Name<ConnectType>{ConnectType::reconnected, "Reconnected"},
                    Name<ConnectType>{ConnectType::created, "Created"},
                    Name<ConnectType>{ConnectType::no_connect, "NoConnect"}};
}

}  // namespace drydock::moor
