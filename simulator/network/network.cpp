#include "simulator/network/network.hpp"

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::simulator {
namespace {

/// Whether that is so of a connection's two ends, one way or the other: who sends, who receives.
template <class Connections, class IsSo>
bool holds_for_any(Connections const& connections, IsSo const& is_so) {
  return std::any_of(connections.begin(), connections.end(), [&](auto const& connection) {
    return connection && (is_so(connection->connecting, connection->binding) ||
                          is_so(connection->binding, connection->connecting));
  });
}

}  // namespace

Network::Network(NetworkHost& host, Rng rng, NetworkSettings settings)
    : host_(host),
      now_(host.network_clock()),
      queue_(host.network_queue()),
      rng_(rng),
      settings_(settings) {
  connections_.emplace_back();  // Number 0 is nobody's.
}

Network::~Network() = default;

void Network::open(NodeId node, OpenSocket const& request) {
  if (settings_.outside != nullptr) return settings_.outside->open(node, request);
  if (find(node, request.socket) != nullptr) {
    host_.happened({NetworkEvent::Kind::refused, node, no_node, request.socket,
                    "a socket of that name is open"});
    return;
  }
  SocketId const id{static_cast<std::uint32_t>(sockets_.size())};
  sockets_.push_back(make_socket(*this, id, node, request.socket, request.spec));
  sockets_of(node).add(*sockets_.back());
  for (std::string const& endpoint : request.spec.connect) connect(*sockets_.back(), endpoint);
  for (std::string const& endpoint : request.spec.bind) {
    if (sockets_[id.value()]) bind(*sockets_[id.value()], endpoint);
  }
}

void Network::close(NodeId node, SocketName name) {
  if (settings_.outside != nullptr) return settings_.outside->close(node, name);
  if (Socket* const socket = find(node, name)) remove(*socket, true);
}

void Network::bind(NodeId node, SocketName name, std::string const& endpoint) {
  if (Socket* const socket = find(node, name)) bind(*socket, endpoint);
}

void Network::connect(NodeId node, SocketName name, std::string const& endpoint) {
  if (Socket* const socket = find(node, name)) connect(*socket, endpoint);
}

void Network::send(NodeId node, PeerId const& to, Frames&& frames, BodyHash hash) {
  if (settings_.outside != nullptr) return settings_.outside->send(node, to, frames);
  Socket* const socket = find(node, to.socket);
  if (socket == nullptr || frames.empty()) return refuse(node, to, frames);
  socket->send(to.route, std::move(frames), hash);
}

void Network::refuse(NodeId node, PeerId const& to, Frames const& frames) {
  std::string_view const why = find(node, to.socket) == nullptr ? "no socket of that name is open"
                                                                : "a message without frames";
  host_.happened({NetworkEvent::Kind::refused, node, no_node, to.socket, why, &frames});
}

Link& Network::link(NodeId from, NodeId to) {
  auto const place = links_.find({from, to});
  if (place != links_.end()) return place->second;
  Rng const rng =
      rng_.fork("link " + std::to_string(from.value()) + " " + std::to_string(to.value()));
  return links_.try_emplace({from, to}, rng, settings_.link).first->second;
}

void Network::cut(NodeId from, NodeId to) { link(from, to).set_cut(true); }

void Network::mend(NodeId from, NodeId to) {
  if (!link(from, to).is_cut()) return;
  link(from, to).set_cut(false);
  resume(from, to);
}

/// What waited on that link sets out again.
void Network::resume(NodeId from, NodeId to) {
  for (std::size_t at = 1; at < connections_.size(); ++at) {
    if (!connections_[at]) continue;
    Connection& connection = *connections_[at];
    for (Side const side : {Side::connecting, Side::binding}) {
      if (connection.end(side).link == &link(from, to)) restamp(connection, side);
    }
  }
}

void Network::mend_all() {
  std::vector<std::pair<NodeId, NodeId>> cut;
  for (auto const& [ends, link] : links_) {
    if (link.is_cut()) cut.push_back(ends);
  }
  for (auto const& [from, to] : cut) mend(from, to);
  mend_troubles();
}

void Network::reset_links() {
  for (auto& [ends, link] : links_) link.set(settings_.link);
}

bool Network::disconnect(NodeId a, NodeId b) {
  if (settings_.outside != nullptr) return settings_.outside->disconnect(a, b);
  bool any = false;
  for (std::size_t at = 1; at < connections_.size(); ++at) {
    if (!connections_[at] || !connections_[at]->is_open()) continue;
    Connection& connection = *connections_[at];
    NodeId const from = connection.connecting.node;
    NodeId const to = connection.binding.node;
    if (!(from == a && to == b) && !(from == b && to == a)) continue;
    any = true;
    break_connection(connection);
  }
  return any;
}

std::size_t Network::connection_count(NodeId a, NodeId b) {
  return static_cast<std::size_t>(
      std::count_if(connections_.begin(), connections_.end(), [&](auto const& connection) {
        if (!connection || !connection->is_open()) return false;
        NodeId const from = connection->connecting.node;
        NodeId const to = connection->binding.node;
        return (from == a && to == b) || (from == b && to == a);
      }));
}

bool Network::has_on_its_way(NodeId node) const {
  return holds_for_any(connections_, [node](ConnectionEnd const& from, ConnectionEnd const&) {
    return from.node == node && !from.wire.empty();
  });
}

bool Network::has_on_its_way_to(NodeId node) const {
  return holds_for_any(connections_, [node](ConnectionEnd const& from, ConnectionEnd const& to) {
    return to.node == node && !from.wire.empty();
  });
}

void Network::on_awake(NodeId node) {
  for (std::size_t at = 1; at < connections_.size(); ++at) {
    if (!connections_[at]) continue;
    for (Side const side : {Side::connecting, Side::binding}) {
      if (connections_[at]->end(side).node == node) schedule_drain(*connections_[at], side);
    }
  }
  finish_stalled_handshakes();
}

NamedSockets& Network::sockets_of(NodeId node) {
  if (node.value() >= sockets_of_.size()) sockets_of_.resize(node.value() + 1);
  return sockets_of_[node.value()];
}

void Network::note(Socket const& socket, NetworkEvent::Kind kind, std::string_view why,
                   Frames const* frames) {
  host_.happened({kind, socket.node(), no_node, socket.name(), why, frames});
}

void Network::readable(Socket& socket) { host_.readable(socket); }

}  // namespace drydock::simulator
