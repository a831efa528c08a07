#include <algorithm>
#include <utility>

#include "simulator/network/network.hpp"

#include "reference/core/mark.hpp"

// What faults do to links, connections and sockets.

namespace drydock::simulator {

void Network::trouble(NodeId from, NodeId to, LinkTrouble trouble) {
  Link& link = this->link(from, to);
  bool const goes_on = link.trouble().is_clogged && !trouble.is_clogged;
  bool const widens = link.trouble().bytes_per_second != 0 && trouble.bytes_per_second == 0;
  link.set(trouble);
  if (widens) hasten(from, to);
  if (!goes_on) return;
  resume(from, to);
  finish_stalled_handshakes();
}

void Network::hasten(Connection& connection, Side from) {
  ConnectionEnd& end = connection.end(from);
  VirtualTime last = now();
  for (Packet& packet : end.wire) {
    last = std::max(last, now() + end.link->travel_time());
    packet.arrives = std::min(packet.arrives, last);
    // What is there already waits for room, and is as late as it is.
    queue_.push(std::max(packet.arrives, now()), EventKind::lane, connection.id.value(),
                static_cast<std::uint64_t>(other(from)));
  }
}

/// The line is wide again: what was still to get through it has done so.
void Network::hasten(NodeId from, NodeId to) {
  for (std::size_t at = 1; at < connections_.size(); ++at) {
    if (!connections_[at]) continue;
    for (Side const side : {Side::connecting, Side::binding}) {
      if (connections_[at]->end(side).link == &link(from, to)) hasten(*connections_[at], side);
    }
  }
}

bool Network::disconnect(NodeId node, std::string_view name) {
  if (settings_.outside != nullptr) return settings_.outside->disconnect(node, name);
  Socket const* const socket = find(node, name);
  if (socket == nullptr) return false;
  std::vector<ConnectionId> broken;
  for (auto const& [number, pipe] : socket->pipes()) {
    if (pipe->connection) broken.push_back(*pipe->connection);
  }
  for (ConnectionId const id : broken) {
    if (Connection* const connection = this->connection(id)) break_connection(*connection);
  }
  return !broken.empty();
}

bool Network::forget(NodeId a, NodeId b, NodeId noticed_by) {
  if (settings_.outside != nullptr) return settings_.outside->forget(a, b, noticed_by);
  bool any = false;
  for (std::size_t at = 1; at < connections_.size(); ++at) {
    if (!connections_[at] || !connections_[at]->is_open()) continue;
    Connection& connection = *connections_[at];
    NodeId const from = connection.connecting.node;
    NodeId const to = connection.binding.node;
    if (!(from == a && to == b) && !(from == b && to == a)) continue;
    any = true;
    connection.connecting.is_forgotten = connection.binding.is_forgotten = true;
    if (from == noticed_by) {
      lose_end(connection, Side::connecting);
    } else if (to == noticed_by) {
      lose_end(connection, Side::binding);
    }
  }
  return any;
}

bool Network::stuff(NodeId node, std::string_view name, bool stuffed) {
  Socket* const socket = find(node, name);
  if (socket != nullptr) socket->set_stuffed(stuffed);
  return socket != nullptr;
}

bool Network::choke(NodeId node, std::string_view name, bool choked) {
  Socket* const socket = find(node, name);
  if (socket == nullptr) return false;
  socket->set_choked(choked);
  if (choked) return true;
  for (auto const& [number, pipe] : socket->pipes()) made_room(*pipe);
  return true;
}

void Network::set_silent(NodeId node, bool silent) {
  if (silent) {
    silent_.insert(node);
  } else if (silent_.erase(node) != 0) {
    finish_stalled_handshakes();
  }
}

void Network::set_without_authenticator(NodeId node, bool without) {
  if (without) {
    without_authenticator_.insert(node);
  } else {
    without_authenticator_.erase(node);
  }
}

SocketSpec const* Network::spec(NodeId node, std::string_view name) {
  if (settings_.outside != nullptr) return settings_.outside->spec(node, name);
  Socket const* const socket = find(node, name);
  return socket == nullptr ? nullptr : &socket->spec();
}

/// Slow lines hold up what has to get through them, and publishers what they are told to send.
void Network::hinder(Link const& link, Packet& packet) const {
  LinkTrouble const& trouble = link.trouble();
  if (packet.kind == Packet::Kind::subscribe || packet.kind == Packet::Kind::unsubscribe) {
    packet.arrives += trouble.subscription_delay;
  }
  if (trouble.bytes_per_second == 0) return;
  auto const nanoseconds = static_cast<std::uint64_t>(Duration{std::chrono::seconds{1}}.count());
  std::uint64_t const takes = packet.frames.wire_bytes() * nanoseconds / trouble.bytes_per_second;
  packet.arrives += Duration{static_cast<std::int64_t>(takes)};
}

void Network::strike(Connection const& connection, Side from, Packet& packet) {
  if (packet.kind != Packet::Kind::message) return;
  ConnectionEnd const& to =
      other(from) == Side::connecting ? connection.connecting : connection.binding;
  std::optional<Strike> strike = take_strike(to.node, connection.name(other(from)));
  if (!strike) return;
  packet.arrives += strike->delay;
  packet.is_fatal = strike->delay == Duration{0} && !strike->instead;
  if (!strike->instead) return;
  packet.frames = SharedFrames{store_, *std::move(strike->instead)};
}

std::optional<Network::Strike> Network::take_strike(NodeId node, std::string_view socket) {
  auto const place = std::find_if(strikes_.begin(), strikes_.end(), [&](Strike const& strike) {
    return strike.node == node && strike.socket == socket;
  });
  if (place == strikes_.end()) return std::nullopt;
  Strike strike = std::move(*place);
  strikes_.erase(place);
  return strike;
}

void Network::lose_with_connection(Connection& connection, Side to, Packet const& packet) {
  mark("network.lost-on-arrival");
  ConnectionEnd const& from = connection.end(other(to));
  host_.happened({NetworkEvent::Kind::lost, from.node, connection.end(to).node,
                  connection.name(other(to)), "the connection broke", packet.frames.get()});
  break_connection(connection);
}

void Network::mend_troubles() {
  if (settings_.outside != nullptr) settings_.outside->break_forgotten();
  strikes_.clear();
  refused_.clear();
  abrupt_.clear();
  without_authenticator_.clear();
  for (NodeId const node : std::set<NodeId>(silent_)) set_silent(node, false);
  std::vector<std::pair<NodeId, NodeId>> troubled;
  for (auto const& [ends, link] : links_) {
    if (link.is_troubled()) troubled.push_back(ends);
  }
  for (auto const& [from, to] : troubled) trouble(from, to, LinkTrouble{});
  for (std::size_t at = 1; at < connections_.size(); ++at) {
    if (connections_[at] && connections_[at]->connecting.is_forgotten)
      break_connection(*connections_[at]);
  }
  for (std::size_t at = 0; at < sockets_.size(); ++at) {
    if (!sockets_[at]) continue;
    sockets_[at]->set_stuffed(false);
    if (sockets_[at]->is_choked()) choke(sockets_[at]->node(), sockets_[at]->name(), false);
  }
}

}  // namespace drydock::simulator
