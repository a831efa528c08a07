#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "reference/core/bytes.hpp"
#include "reference/core/strong.hpp"
#include "reference/core/time.hpp"
#include "reference/core/uuid.hpp"
#include "reference/machine/socket_spec.hpp"

namespace drydock {

/// A machine's name for one of its sockets: a string literal, such as "control".
using SocketName = std::string_view;

/// One connection of a socket, numbered by the world for as long as it lasts.
/// `only_route` is the whole socket: the peer of a REQ or SUB, all subscribers of a PUB, and for a
/// REP whoever asked last. ROUTER and stream messages come from, and go to, a route of their own.
using Route = Strong<struct RouteTag, std::uint64_t>;
inline constexpr Route only_route{0};

struct PeerId {
  SocketName socket;
  Route route = only_route;
  friend auto operator<=>(PeerId const&, PeerId const&) = default;
};

/// A machine's name for one of its timers: a string literal, and whom it is about.
struct TimerId {
  std::string_view name;
  Uuid about{};
  friend auto operator<=>(TimerId const&, TimerId const&) = default;
};

// What can happen to a machine.

/// The first input, and the only one that comes before it opened any socket.
struct Started {
  friend bool operator==(Started const&, Started const&) = default;
};
/// A message. REQ and REP carry no envelope; ROUTER and DEALER show the delimiter as it came.
struct Received {
  PeerId from;
  Frames frames;
  /// Who sent it, as the authenticator called them; empty on a socket without one.
  std::string user_id = {};
  friend bool operator==(Received const&, Received const&) = default;
};
struct TimerFired {
  TimerId timer;
  friend bool operator==(TimerFired const&, TimerFired const&) = default;
};
/// A connecting socket finished its handshake with `peer`, or lost the connection that it had.
/// Binding sockets do not say who comes and goes, as in libzmq; PeerDown of one means that it could
/// not be had, though it is not required.
struct PeerUp {
  PeerId peer;
  friend bool operator==(PeerUp const&, PeerUp const&) = default;
};
struct PeerDown {
  PeerId peer;
  /// The peer's authenticator refused us. libzmq never tries such a connection again: whoever wants
  /// another chance has to open a new socket.
  bool refused = false;
  friend bool operator==(PeerDown const&, PeerDown const&) = default;
};
/// Somebody asked the machine to end in good order: SIGTERM or SIGINT in real life.
struct StopRequested {
  friend bool operator==(StopRequested const&, StopRequested const&) = default;
};

using Input = std::variant<Started, Received, TimerFired, PeerUp, PeerDown, StopRequested>;

// What a machine can want done.

struct OpenSocket {
  SocketName socket;
  SocketSpec spec;
  friend bool operator==(OpenSocket const&, OpenSocket const&) = default;
};
/// Closes the socket; nothing of it reaches the machine any more, and its name is free again.
struct CloseSocket {
  SocketName socket;
  friend bool operator==(CloseSocket const&, CloseSocket const&) = default;
};
struct Send {
  PeerId to;
  Frames frames;
  friend bool operator==(Send const&, Send const&) = default;
};
/// Replaces the timer of that id. It fires once, at `at` or (in real life) a little after.
struct SetTimer {
  TimerId timer;
  VirtualTime at;
  friend bool operator==(SetTimer const&, SetTimer const&) = default;
};
struct CancelTimer {
  TimerId timer;
  friend bool operator==(CancelTimer const&, CancelTimer const&) = default;
};
enum class LogLevel : std::uint8_t { debug, info, warning, error };
/// For people. No secret and no argument of a request may be in it.
struct Log {
  LogLevel level;
  std::string text;
  friend bool operator==(Log const&, Log const&) = default;
};
/// The machine has ended; the world closes what is open and steps it no more.
struct Exit {
  int code = 0;
  std::string reason;
  friend bool operator==(Exit const&, Exit const&) = default;
};

using Output = std::variant<OpenSocket, CloseSocket, Send, SetTimer, CancelTimer, Log, Exit>;
using Outbox = std::vector<Output>;

/// Protocol logic without I/O. The same machine runs in the simulator and over ZeroMQ, and nothing
/// in it can tell which.
class Machine {
 public:
  virtual ~Machine() = default;
  /// Takes one input at `now` and appends what follows from it to `out`, in order. `now` never
  /// goes back. Total: any bytes a peer can send have an answer here; none throws, none trips an
  /// ENSURE.
  virtual void step(VirtualTime now, Input const& input, Outbox& out) = 0;
  /// The larger claims about its state, as ENSUREs; the simulator calls it after every step.
  virtual void check_invariants() const {}
};

}  // namespace drydock
