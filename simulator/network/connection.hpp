#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "reference/core/bytes.hpp"
#include "reference/core/strong.hpp"
#include "reference/core/time.hpp"
#include "simulator/network/fifo.hpp"
#include "simulator/network/link.hpp"
#include "simulator/world/observer.hpp"

namespace drydock::simulator {

using SocketId = Strong<struct SocketIdTag, std::uint32_t>;
using ConnectorId = Strong<struct ConnectorIdTag, std::uint32_t>;
/// Numbered from 1 in the order of their handshakes; a ROUTER knows its peers by these numbers.
using ConnectionId = Strong<struct ConnectionIdTag, std::uint32_t>;

/// One message is shared by all who are on their way with it.
using SharedFrames = std::shared_ptr<Frames const>;

/// What travels: a message, a subscription or its end (ZMTP 3's own), or the news that the other
/// end is gone.
struct Packet {
  enum class Kind : std::uint8_t { message, subscribe, unsubscribe, end };
  Kind kind = Kind::message;
  SharedFrames frames;
  std::size_t bytes = 0;
  VirtualTime sent{};
  VirtualTime arrives{};
};

/// One direction of a connection: libzmq's pipe at the sender, the kernel's buffers with what
/// lies between them, and libzmq's pipe at the receiver.
struct Lane {
  Fifo<Packet> outbound;
  Fifo<Packet> wire;
  std::size_t wire_bytes = 0;
  Fifo<SharedFrames> inbound;
  bool receiver_open = true;
};

enum class Side : std::uint8_t { connecting, binding };
inline Side other(Side side) {
  return side == Side::connecting ? Side::binding : Side::connecting;
}

/// What one connection has at one of its ends.
struct ConnectionEnd {
  NodeId node = no_node;
  SocketId socket;
  Lane lane;             // What this end sends.
  Link* link = nullptr;  // The way that it takes.
};

/// A connection from its handshake until both ends have let go of it.
struct Connection {
  ConnectionId id;
  ConnectorId connector;
  ConnectionEnd connecting;
  ConnectionEnd binding;

  ConnectionEnd& end(Side side) { return side == Side::connecting ? connecting : binding; }
  /// What the end on `side` receives.
  Lane& lane_to(Side side) { return end(other(side)).lane; }
  bool is_open(Side side) { return lane_to(side).receiver_open; }
};

/// One address that a socket connects to, for as long as the socket lives.
struct Connector {
  enum class State : std::uint8_t { waiting, handshaking, up, given_up };
  ConnectorId id;
  NodeId node = no_node;
  SocketId socket;
  std::string endpoint;
  State state = State::waiting;
  /// Sent while there was no connection; libzmq keeps it for the next one.
  Fifo<Packet> outbound;
  std::optional<ConnectionId> connection;
  Duration retry_delay{0};
  SocketId binder;            // Whom the handshake is with.
  std::uint64_t attempt = 0;  // Events of earlier attempts are stale.
};

}  // namespace drydock::simulator
