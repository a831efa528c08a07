#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "reference/core/bytes.hpp"
#include "reference/core/strong.hpp"
#include "reference/core/time.hpp"
#include "simulator/network/fifo.hpp"
#include "simulator/network/link.hpp"
#include "simulator/network/shared_frames.hpp"
#include "simulator/world/observer.hpp"

namespace drydock::simulator {

using SocketId = Strong<struct SocketIdTag, std::uint32_t>;
using ConnectorId = Strong<struct ConnectorIdTag, std::uint32_t>;
using ConnectionId = Strong<struct ConnectionIdTag, std::uint32_t>;

/// What travels: a message, a subscription or its end (ZMTP 3's own), or the news that the other
/// end is gone.
struct Packet {
  enum class Kind : std::uint8_t { message, subscribe, unsubscribe, end };
  SharedFrames frames;
  VirtualTime arrives{};
  Kind kind = Kind::message;
  /// Its connection breaks as it would arrive.
  bool is_fatal = false;
  bool has_waited = false;  // It had arrived, and there was no room for it.
  /// After that the reader said how far it is, whether or not there is room now.
  bool is_tried_again = false;
};

/// One attempt of a connector, as an authenticator is asked about it.
struct Question {
  ConnectorId connector;
  std::uint64_t attempt = 0;
};

/// How full one direction of a libzmq pipe is, as its writer believes: the reader tells it how far
/// it has come only at every so many messages, half of the high-water mark. A mark of 0 is none.
/// Source: libzmq 4.3.4, pipe_t::compute_lwm.
class PipeRoom {
 public:
  bool is_full(int mark) const { return mark > 0 && untold_ >= static_cast<std::uint32_t>(mark); }
  void wrote() { ++untold_; }
  /// What was written last is taken back.
  void unwrote() { --untold_; }
  /// Whether the writer is told with what was read before, once more: libzmq looks at each frame,
  /// so also at the first of several.
  bool tells_again(int mark) const { return mark > 0 && since_told_ == 0; }
  /// Whether the writer is told.
  bool read(int mark) {
    if (mark <= 0 || ++since_told_ < (static_cast<std::uint32_t>(mark) + 1) / 2) return false;
    untold_ -= std::exchange(since_told_, 0);
    return true;
  }

 private:
  std::uint32_t untold_ = 0;      // Written, and nobody has told the writer that it was read.
  std::uint32_t since_told_ = 0;  // Read since the writer was told.
};

enum class Side : std::uint8_t { connecting, binding };
inline Side other(Side side) { return side == Side::connecting ? Side::binding : Side::connecting; }

class Socket;

// A message that travels touches a socket, a pipe and a connection at either end, and there are so
// many of those that none is still in the processor's cache. So what each message needs of them
// stands together, in as few lines of that cache as it can.

/// What a socket has of one peer, as in libzmq: a queue each way. That of a connector outlives its
/// connections, with what waits in it; that of a connection which somebody else made ends with it,
/// once it is read.
struct alignas(64) Pipe {
  Socket* socket = nullptr;  // Whose it is.
  /// Counted from 1 at each socket; a ROUTER knows its peers by it.
  std::uint32_t number = 0;
  NodeId peer = no_node;  // Whose messages are in `inbound`.
  std::optional<ConnectorId> connector;
  std::optional<ConnectionId> connection;
  /// Of an authenticator: the handshake that waits for what is sent here.
  std::unique_ptr<Question> asked_for;
  PipeRoom outbound_room;
  PipeRoom inbound_room;
  Fifo<Packet> outbound;
  /// The authenticator's name for who is at the other end; empty without one.
  std::string user_id;
  Fifo<SharedFrames> inbound;

  /// Of its connection.
  Side side() const { return connector ? Side::connecting : Side::binding; }
};

/// What a connection has at one of its ends, and what this end has on its way to the other.
struct alignas(64) ConnectionEnd {
  Pipe* pipe = nullptr;  // The socket's; absent once the socket has let go.
  Link* link = nullptr;
  Fifo<Packet> wire;
  std::uint32_t wire_bytes = 0;  // Of what is on it.
  NodeId node = no_node;
  ConnectionId connection;
  /// Something between the ends has forgotten it: nothing of this arrives any more.
  bool is_forgotten = false;
  /// Whether the pipe may have something that waits for room on the wire.
  bool may_hold_back = true;
};
static_assert(sizeof(ConnectionEnd) == 64);

/// A connection from its handshake until both ends have let go of it.
struct Connection {
  ConnectionEnd connecting;
  ConnectionEnd binding;
  ConnectionId id;
  ConnectorId connector;
  // Of the sockets that it is of.
  SocketName connecting_name;
  SocketName binding_name;

  ConnectionEnd& end(Side side) { return side == Side::connecting ? connecting : binding; }
  SocketName name(Side side) const {
    return side == Side::connecting ? connecting_name : binding_name;
  }
  bool is_open() const { return connecting.pipe != nullptr && binding.pipe != nullptr; }
};

/// One address that a socket connects to, for as long as the socket lives or libzmq keeps trying.
struct Connector {
  enum class State : std::uint8_t { waiting, handshaking, up };
  /// How far a handshake has come; what the next event of it finds.
  enum class Stage : std::uint8_t {
    greeting,     // Each end learns how the other one talks.
    introducing,  // CURVE only, and so are the others: the client has said who it is.
    asking,       // The authenticator has been asked, and nothing comes before its reply.
    admitted,     // The server's READY arrives.
    refused,      // The server's ERROR arrives.
    dropped,      // The server has closed the connection.
  };
  ConnectorId id;
  NodeId node = no_node;
  SocketId socket;
  Pipe* pipe = nullptr;
  std::string endpoint;
  State state = State::waiting;
  Duration retry_delay{0};
  SocketId binder;            // Whom the handshake is with.
  std::uint64_t attempt = 0;  // Events of earlier attempts are stale.
  Stage stage = Stage::greeting;
  std::string user_id;     // Once admitted.
  SocketId authenticator;  // While asking, and the pipe of it that was asked at.
  std::uint32_t asked_pipe = 0;
  std::string_view trouble;  // Why the last handshake came to nothing.
};

}  // namespace drydock::simulator
