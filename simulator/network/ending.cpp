#include <algorithm>
#include <utility>

#include "simulator/network/network.hpp"

namespace drydock::simulator {

void Network::close_all(NodeId node) { remove_all(node, true); }

void Network::crash(NodeId node) { remove_all(node, false); }

void Network::remove_all(NodeId node, bool orderly) {
  orderly = orderly && !abrupt_.contains(node);
  abrupt_.erase(node);
  if (settings_.outside != nullptr) return settings_.outside->end(node, orderly);
  for (Socket* const socket : sockets_of(node).all()) remove(*socket, orderly);
  // Who shook hands with a process that stood still, and is gone now, has to try again.
  finish_stalled_handshakes();
}

void Network::remove(Socket& socket, bool orderly) {
  SocketId const id = socket.id();
  endpoints_.unbind(id);
  binder_is_gone(id);
  std::vector<std::uint32_t> numbers;
  for (auto const& [number, pipe] : socket.pipes()) numbers.push_back(number);
  for (std::uint32_t const number : numbers) {
    // An authenticator that itself asked to be let in gives up the pipe where it was asked.
    if (Pipe* const pipe = socket.find(number)) end_pipe(socket, *pipe, orderly);
  }
  sockets_of(socket.node()).remove(socket);
  sockets_[id.value()].reset();
}

/// Whatever is in the pipe, and whoever is at its other end, is left.
void Network::end_pipe(Socket& socket, Pipe& pipe, bool orderly) {
  if (pipe.connector) {
    stop_asking(*connectors_[pipe.connector->value()]);
    connectors_[pipe.connector->value()].reset();
  }
  if (pipe.connection) {
    let_go(*connection(*pipe.connection), pipe.side(), orderly);
  } else {
    lose_all(pipe.outbound, socket.node(), socket.name(), no_node, "its socket was closed");
  }
  while (!pipe.inbound.empty()) {
    SharedFrames const unread = pipe.inbound.pop();
    note(socket, NetworkEvent::Kind::discarded, "its socket was closed", unread.get());
  }
}

void Network::disconnect(NodeId node, SocketName name, std::string const& endpoint) {
  Socket* const socket = find(node, name);
  if (socket == nullptr) return;
  std::vector<Pipe*> over;
  for (auto const& [number, pipe] : socket->pipes()) {
    bool const is_there =
        pipe->connector && connectors_[pipe->connector->value()]->endpoint == endpoint;
    if (is_there) over.push_back(pipe.get());
  }
  for (Pipe* const pipe : over) {
    end_pipe(*socket, *pipe, true);
    socket->forget(*pipe);
  }
}

void Network::unbind(NodeId node, SocketName name, std::string const& endpoint) {
  Socket* const socket = find(node, name);
  if (socket == nullptr) return;
  endpoints_.unbind(socket->id(), endpoint, node);
  std::vector<Pipe*> over;
  for (auto const& [number, pipe] : socket->pipes()) {
    if (pipe->connector || !pipe->connection) continue;
    ConnectorId const connector = connection(*pipe->connection)->connector;
    auto const& from = connectors_[connector.value()];
    if (from && from->endpoint == endpoint) over.push_back(pipe.get());
  }
  for (Pipe* const pipe : over) {
    let_go(*connection(*pipe->connection), Side::binding, true);
    socket->disconnect(*pipe);
  }
}

/// The end on `side` closes. The other end learns it when the news arrives.
void Network::let_go(Connection& connection, Side side, bool orderly) {
  ConnectionEnd& end = connection.end(side);
  NodeId const peer = connection.end(other(side)).node;
  bool const lingers = end.pipe->socket->spec().linger > Duration{0};
  if (orderly && lingers) {
    while (!end.pipe->outbound.empty()) put_on_wire(connection, side, end.pipe->outbound.pop());
  }
  lose_all(end.pipe->outbound, end.node, connection.name(side), peer, "its socket was closed");
  if (!orderly) lose_wire(connection, side);
  end.pipe = nullptr;
  put_on_wire(connection, side, Packet::Kind::end, {});
  free_if_done(connection.id);
}

/// The end on `side` learns that the connection is no more. What it has received stays readable;
/// what waits in a connector's pipe waits for the next connection.
void Network::lose_end(Connection& connection, Side side) {
  ConnectionEnd& end = connection.end(side);
  if (end.pipe == nullptr) return;
  ConnectionId const id = connection.id;
  NodeId const peer = connection.end(other(side)).node;
  Pipe& pipe = *std::exchange(end.pipe, nullptr);
  Socket& socket = *pipe.socket;
  host_.happened({NetworkEvent::Kind::disconnected, end.node, peer, connection.name(side), ""});
  if (side == Side::connecting) {
    Fifo<Packet> messages;
    while (!pipe.outbound.empty()) {
      Packet packet = pipe.outbound.pop();
      if (packet.kind == Packet::Kind::message) {
        messages.push(std::move(packet));
      } else {
        pipe.outbound_room.unwrote();
      }
    }
    pipe.outbound = std::move(messages);
    pipe.connection.reset();
    socket.on_attached(pipe);
    Route const route = socket.spec().type == SocketType::router ? Route{pipe.number} : only_route;
    host_.tell(end.node, PeerDown{{connection.name(side), route}});
    Connector& connector = *connectors_[connection.connector.value()];
    start_connecting(connector);
    retry(connector);
  } else {
    lose_all(pipe.outbound, end.node, connection.name(side), peer, "the connection broke");
  }
  socket.disconnect(pipe);
  free_if_done(id);
}

void Network::lose_wire(Connection& connection, Side from) {
  ConnectionEnd& end = connection.end(from);
  lose_all(end.wire, end.node, connection.name(from), connection.end(other(from)).node,
           "the connection broke");
  end.wire_bytes = 0;
}

void Network::lose_all(Fifo<Packet>& packets, NodeId from, SocketName name, NodeId to,
                       std::string_view why) {
  while (!packets.empty()) {
    Packet const packet = packets.pop();
    if (packet.kind != Packet::Kind::message) continue;
    host_.happened({NetworkEvent::Kind::lost, from, to, name, why, packet.frames.get()});
  }
}

void Network::break_connection(Connection& connection) {
  ConnectionId const id = connection.id;
  lose_wire(connection, Side::connecting);
  lose_wire(connection, Side::binding);
  lose_end(connection, Side::binding);
  if (Connection* const left = this->connection(id)) lose_end(*left, Side::connecting);
}

void Network::protocol_error(Connection& connection, Side seen_by, std::string_view what) {
  ConnectorId const connector = connection.connector;
  note(*connection.end(seen_by).pipe->socket, NetworkEvent::Kind::discarded, what, nullptr);
  break_connection(connection);
  if (seen_by != Side::connecting) return;
  // libzmq ends the session of who connected: it never tries again.
  give_up(*connectors_[connector.value()]);
}

void Network::free_if_done(ConnectionId id) {
  Connection* const connection = this->connection(id);
  if (connection == nullptr) return;
  if (connection->connecting.pipe != nullptr || connection->binding.pipe != nullptr) return;
  lose_wire(*connection, Side::connecting);
  lose_wire(*connection, Side::binding);
  connections_[id.value()].reset();
}

}  // namespace drydock::simulator
