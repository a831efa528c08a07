#include <algorithm>
#include <utility>

#include "simulator/network/network.hpp"

namespace drydock::simulator {
namespace {

bool is_too_large(Socket const& socket, Frame const& frame) {
  return frame.size() > socket.frame_bytes_max();
}

bool has_too_large(Socket const& socket, Packet const& packet) {
  // All frames together are not.
  if (packet.frames.wire_bytes() <= socket.frame_bytes_max()) return false;
  return std::any_of(packet.frames->begin(), packet.frames->end(),
                     [&](Frame const& frame) { return is_too_large(socket, frame); });
}

}  // namespace

bool Network::send(Socket& socket, Pipe& pipe, Packet::Kind kind, SharedFrames& frames) {
  if (pipe.asked_for) return take_reply(socket, pipe, *frames);
  if (socket.is_stuffed() && kind == Packet::Kind::message) return false;
  int const mark = socket.send_mark();
  if (pipe.outbound_room.is_full(mark)) return false;
  pipe.outbound_room.wrote();
  if (pipe.connection && pipe.outbound.empty()) {
    Connection& connection = *this->connection(*pipe.connection);
    Side const side = pipe.side();
    if (has_wire_room(connection.end(side), frames.wire_bytes())) {
      pipe.outbound_room.read(mark);
      put_on_wire(connection, side, kind, std::move(frames));
      return true;
    }
    connection.end(side).may_hold_back = true;
  }
  pipe.outbound.push({.frames = std::move(frames), .kind = kind});
  return true;
}

bool Network::has_wire_room(ConnectionEnd const& end, std::size_t bytes) const {
  return end.wire_bytes == 0 || end.wire_bytes + bytes <= settings_.wire_bytes_max;
}

void Network::put_on_wire(Connection& connection, Side from, Packet::Kind kind,
                          SharedFrames&& frames) {
  ConnectionEnd& end = connection.end(from);
  VirtualTime arrives = now() + end.link->travel_time();
  if (!end.wire.empty()) arrives = std::max(arrives, end.wire.back().arrives);
  Packet& packet = end.wire.push({std::move(frames), arrives, kind});
  if (end.link->is_troubled()) hinder(*end.link, packet);
  if (!strikes_.empty()) strike(connection, from, packet);
  end.wire_bytes += packet.frames.wire_bytes();
  queue_.push(packet.arrives, EventKind::lane, end.connection.value(),
              static_cast<std::uint64_t>(other(from)));
}

void Network::fill_wire(Connection& connection, Side from) {
  ConnectionEnd& end = connection.end(from);
  if (end.pipe == nullptr) return;
  Fifo<Packet>& outbound = end.pipe->outbound;
  while (!outbound.empty() && has_wire_room(end, outbound.front().frames.wire_bytes())) {
    put_on_wire(connection, from, outbound.pop());
    Socket& socket = *end.pipe->socket;
    bool const is_told = end.pipe->outbound_room.read(socket.send_mark());
    if (is_told) socket.on_room(*end.pipe);
  }
  end.may_hold_back = !outbound.empty();
}

/// Whether there is room for what has arrived, or that is no matter.
bool Network::can_come_in(ConnectionEnd const& end, Packet& packet) const {
  if (end.pipe == nullptr) return true;
  if (!host_.is_awake(end.node)) return false;
  if (packet.kind != Packet::Kind::message) return true;
  Socket const& socket = *end.pipe->socket;
  if (socket.has_room(*end.pipe)) return true;
  bool const breaks = is_too_large(socket, packet.frames->front()) ||
                      !socket.accepts_first_of(*packet.frames) ||
                      (packet.is_tried_again && !socket.accepts(*packet.frames, true));
  if (breaks) return true;
  packet.has_waited = true;
  return false;
}

void Network::arrive(Connection& connection, Side to, Packet&& packet) {
  ConnectionEnd& end = connection.end(to);
  if (end.pipe == nullptr) {
    if (packet.kind != Packet::Kind::message) return;
    ConnectionEnd const& from = connection.end(other(to));
    host_.happened({NetworkEvent::Kind::lost, from.node, end.node, connection.name(other(to)),
                    "the receiver is gone", packet.frames.get()});
    return;
  }
  Socket& socket = *end.pipe->socket;
  if (packet.kind == Packet::Kind::end) return lose_end(connection, to);
  if (packet.kind != Packet::Kind::message) return socket.on_subscription(*end.pipe, packet);
  if (has_too_large(socket, packet))
    return protocol_error(connection, to, "a frame above the limit");
  if (!socket.accepts(*packet.frames, packet.has_waited)) {
    return protocol_error(connection, to, "a reply without a delimiter");
  }
  socket.hand_in(*end.pipe, packet.frames);
  if (!host_.readable(socket)) socket.keep();
}

void Network::on_lane(std::uint32_t number, std::uint64_t side) {
  drain_wire(ConnectionId{number}, static_cast<Side>(side));
}

void Network::drain_wire(ConnectionId id, Side to) {
  // What arrives can end the connection, so it is looked up anew each time.
  while (Connection* const connection = this->connection(id)) {
    ConnectionEnd& from = connection->end(other(to));
    if (from.wire.empty() || from.wire.front().arrives > now()) return;
    if (from.is_forgotten || from.link->is_blocked()) return;
    if (!can_come_in(connection->end(to), from.wire.front())) return;
    Packet packet = from.wire.pop();
    from.wire_bytes -= packet.frames.wire_bytes();
    if (packet.is_fatal) return lose_with_connection(*connection, to, packet);
    if (from.may_hold_back) fill_wire(*connection, other(to));
    bool const is_last = from.wire.empty();  // What sets out from now on comes by itself.
    arrive(*connection, to, std::move(packet));
    if (is_last) return;
  }
}

void Network::made_room(Pipe& pipe) {
  if (!pipe.connection) return;
  Connection& connection = *this->connection(*pipe.connection);
  Side const to = pipe.side();
  Fifo<Packet>& wire = connection.end(other(to)).wire;
  if (!wire.empty() && wire.front().has_waited) wire.front().is_tried_again = true;
  schedule_drain(connection, to);
}

/// Looks again, soon, at what has already arrived and could not come in.
void Network::schedule_drain(Connection& connection, Side to) {
  Fifo<Packet> const& wire = connection.end(other(to)).wire;
  if (wire.empty() || wire.front().arrives > now()) return;
  queue_.push(now(), EventKind::lane, connection.id.value(), static_cast<std::uint64_t>(to));
}

/// What a cut held back sets out again now.
void Network::restamp(Connection& connection, Side from) {
  ConnectionEnd& end = connection.end(from);
  VirtualTime last = now();
  for (Packet& packet : end.wire) {
    if (packet.arrives > now()) break;
    last = std::max(last, now() + end.link->travel_time());
    packet.arrives = last;
    queue_.push(last, EventKind::lane, connection.id.value(),
                static_cast<std::uint64_t>(other(from)));
  }
  for (Packet& packet : end.wire) {
    if (packet.arrives >= last) continue;
    packet.arrives = last;
    queue_.push(last, EventKind::lane, connection.id.value(),
                static_cast<std::uint64_t>(other(from)));
  }
}

}  // namespace drydock::simulator
