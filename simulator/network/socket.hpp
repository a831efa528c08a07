#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "reference/machine/machine.hpp"
#include "simulator/network/connection.hpp"

namespace drydock::simulator {

class Socket;

/// What a socket asks of the network that it is part of.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Hands a message or subscription to one connection. False when its high-water mark is reached.
  virtual bool send(Connection& connection, Side from, Packet::Kind kind, SharedFrames frames) = 0;
  /// The same before there is a connection: it waits in the connector.
  virtual bool queue(Socket& socket, Connector& connector, SharedFrames frames) = 0;
  virtual Connection& connection(ConnectionId id) = 0;
  virtual Connector& connector(ConnectorId id) = 0;
  /// The oldest message that waits to be read from `connection`, taken out.
  virtual SharedFrames take(Connection& connection, Side at) = 0;
  /// The peer broke ZMTP: the connection ends, and who connected does not try again.
  virtual void protocol_error(ConnectionId id, Side seen_by) = 0;
  virtual void note(Socket const& socket, NetworkEvent::Kind kind, std::string_view why,
                    Frames const* frames) = 0;
  /// The socket has something new to read for reasons of its own.
  virtual void readable(Socket& socket) = 0;
};

/// One way out of or into a socket: a connector, which outlives its connections, or a connection that
/// somebody else made.
struct Pipe {
  std::optional<ConnectorId> connector;
  std::optional<ConnectionId> connection;
  friend bool operator==(Pipe const&, Pipe const&) = default;
};

/// A ZeroMQ socket: what it does with its connections is up to its type.
class Socket {
 public:
  Socket(Transport& transport, SocketId id, NodeId node, SocketName name, SocketSpec spec);
  virtual ~Socket() = default;

  SocketId id() const { return id_; }
  NodeId node() const { return node_; }
  SocketName name() const { return name_; }
  SocketSpec const& spec() const { return spec_; }
  std::vector<Pipe> const& pipes() const { return pipes_; }

  void add_connector(ConnectorId connector);
  /// A handshake finished. `side` is ours.
  void attach(Connection& connection, Side side);
  /// The connection is gone. What it brought before that can still be read.
  void detach(Connection& connection, Side side);

  /// Sends, or notes why not.
  virtual void send(Route to, Frames const& frames) = 0;
  /// The next message for the application, if there is one and it may have it now.
  virtual std::optional<Received> take() = 0;
  /// A subscription arrived, or the end of one.
  virtual void on_subscription(Connection&, Packet const&) {}
  /// What the session itself checks, before the socket sees it. False breaks the connection.
  virtual bool accepts(Frames const&) const { return true; }

 protected:
  virtual void on_attached(Connection&, Side) {}
  virtual void on_detached(ConnectionId) {}

  /// A connection as this socket sees it.
  Side side_of(Pipe const& pipe) const {
    return pipe.connector ? Side::connecting : Side::binding;
  }
  Side side_of(Connection const& connection) const {
    return connection.connecting.socket == id_ ? Side::connecting : Side::binding;
  }
  struct Taken {
    SharedFrames frames;
    Pipe pipe;
  };
  /// Fair queue: the pipes in turn, one message each.
  std::optional<Taken> take_fairly();
  /// Takes the next message of that pipe.
  SharedFrames take_from(Pipe const& pipe);
  bool has_unread(Pipe const& pipe);
  bool send_on(Pipe const& pipe, SharedFrames frames);
  /// Load balancing: the next pipe in turn that is not full; absent if there is none.
  std::optional<Pipe> send_balanced(SharedFrames const& frames);
  Received received(SharedFrames frames, std::size_t skipped, Route from = only_route);
  void refuse(std::string_view why, Frames const& frames);

  Transport& transport() { return transport_; }

 private:
  void drop_pipe_if_done(std::size_t at);

  Transport& transport_;
  SocketId id_;
  NodeId node_;
  SocketName name_;
  SocketSpec spec_;
  std::vector<Pipe> pipes_;
  std::size_t take_turn_ = 0;
  std::size_t send_turn_ = 0;
};

/// The socket of that type.
std::unique_ptr<Socket> make_socket(Transport& transport, SocketId id, NodeId node,
                                    SocketName name, SocketSpec spec);

}  // namespace drydock::simulator
