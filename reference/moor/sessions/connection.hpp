#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/time.hpp"
#include "reference/core/uuid.hpp"
#include "reference/core/wall_time.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/session.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/codec/var.hpp"

namespace drydock::moor::sessions {

/// Where a connection comes from, as its host says.
struct Origin {
  std::string peer_addr;
  std::uint16_t local_port = 0;
  std::uint16_t remote_port = 0;
  std::vector<Symbol> content_types = {Symbol{"text_plain"}};
  friend bool operator==(Origin const&, Origin const&) = default;
};

/// One attribute, told apart from others by its folded name.
struct Attribute {
  Symbol key;
  Var value;
  friend bool operator==(Attribute const&, Attribute const&) = default;
};

/// That a connection became its player's, of which the world is to be told by a verb of `handler`.
struct Arrival {
  ConnectType type{};
  Obj handler = ObjId{};
  friend bool operator==(Arrival const&, Arrival const&) = default;
};

/// What the daemon knows of one client id. Source: hosts 4.1.
struct Connection {
  Uuid client_id;
  /// Negative, its own for ever; what MOO code calls the connection before and beside its player.
  ObjId object;
  std::optional<Obj> player = {};
  Origin origin = {};
  std::vector<Attribute> attributes = {};
  WallTime connected_at = {};
  // Stored beside it.
  /// Whether the world was told of its arrival, or is about to be, so that it is told when the
  /// player is gone (HQ-33).
  bool announced = false;
  /// Stored, but the world was not told of it before the daemon ended.
  std::optional<Arrival> untold = {};
  // Not stored: after a restart all count as alive at its start (HQ-34).
  VirtualTime arrived{};
  VirtualTime last_activity{};
  VirtualTime last_sign_of_life{};
  /// The authenticated user that it belongs to; empty where there is none, or none is known yet.
  std::string user_id = {};
  friend bool operator==(Connection const&, Connection const&) = default;
};

/// `port 7777 from example.org, port 40000`. Source: hosts 4.2.
std::string name_of(Connection const& connection);

/// The connection as a record of a store, and back. Fails naming what the record lacks.
Bytes record_of(Connection const& connection);
Result<Connection> connection_of(ByteView record);

/// What the world is told when a connection becomes that player's; absent where that is nothing.
/// Source: hosts 4.4.
std::optional<Arrival> arrival_of(ConnectType type, Obj const& handler, Obj const& player);

/// An arrival of which the world is to be told as a record of a store, and back. Fails where it is
/// none.
Bytes record_of(Arrival const& arrival);
Result<Arrival> arrival_of(ByteView record);

}  // namespace drydock::moor::sessions
