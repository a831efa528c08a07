#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "reference/machine/machine.hpp"

// What programs of socket operations are played against: the model, or libzmq.

namespace drydock::simulator::fidelity {

/// What came of a send.
enum class Sent : std::uint8_t { taken, would_block, not_its_turn, no_such_peer };

/// A message as a socket gives it: of a ROUTER with the route that answers go to.
struct Message {
  Route route = only_route;
  Frames frames;
};

/// The connections of a socket whose handshake is done, whoever began them.
struct Connections {
  std::size_t made = 0;  // Since the socket was opened.
  std::size_t held = 0;
  friend bool operator==(Connections const&, Connections const&) = default;
};

/// Sockets by number, each as if it were a process of its own. No call waits for anything, and
/// what follows from it may take its time.
class Sockets {
 public:
  virtual ~Sockets() = default;
  /// Its endpoints in `spec` are not looked at.
  virtual void open(int who, SocketSpec const& spec) = 0;
  virtual void close(int who) = 0;
  virtual void bind(int who, std::string const& endpoint) = 0;
  virtual void unbind(int who, std::string const& endpoint) = 0;
  virtual void connect(int who, std::string const& endpoint) = 0;
  virtual void disconnect(int who, std::string const& endpoint) = 0;
  virtual void subscribe(int who, std::string const& topic) = 0;
  virtual void unsubscribe(int who, std::string const& topic) = 0;
  virtual Sent send(int who, Route to, Frames const& frames) = 0;
  virtual std::optional<Message> receive(int who) = 0;
  /// Breaks all connections of the socket, as a network does.
  virtual void sever(int who) = 0;
};

}  // namespace drydock::simulator::fidelity
