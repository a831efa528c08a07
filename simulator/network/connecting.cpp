#include <algorithm>
#include <utility>

#include "simulator/network/network.hpp"

namespace drydock::simulator {
namespace {

/// A second connect to the same endpoint does nothing. Source: libzmq 4.3.4,
/// socket_base_t::connect_internal.
bool connects_once(SocketType type) {
  return type == SocketType::dealer || type == SocketType::sub || type == SocketType::pub ||
         type == SocketType::req;
}

}  // namespace

void Network::bind(Socket& socket, std::string const& endpoint) {
  auto const [outcome, former] = endpoints_.bind(endpoint, socket.node(), socket.id());
  if (outcome == Endpoints::Outcome::taken) {
    host_.happened(
        {NetworkEvent::Kind::bind_failed, socket.node(), no_node, socket.name(), endpoint});
    if (socket.spec().required) return host_.cannot_bind(socket.node(), endpoint);
    host_.tell(socket.node(), PeerDown{{socket.name()}});
    remove(socket, true);
  } else if (outcome == Endpoints::Outcome::stolen && sockets_[former->value()]) {
    host_.happened({NetworkEvent::Kind::stolen, socket.node(), sockets_[former->value()]->node(),
                    socket.name(), endpoint});
  } else {
    host_.happened({NetworkEvent::Kind::bound, socket.node(), no_node, socket.name(), endpoint});
  }
}

void Network::connect(Socket& socket, std::string const& endpoint) {
  bool const is_repeated =
      std::any_of(socket.pipes().begin(), socket.pipes().end(), [&](auto const& entry) {
        auto const& id = entry.second->connector;
        return id && connectors_[id->value()]->endpoint == endpoint;
      });
  if (is_repeated && connects_once(socket.spec().type)) return;
  auto connector = std::make_unique<Connector>();
  connector->id = ConnectorId{static_cast<std::uint32_t>(connectors_.size())};
  connector->node = socket.node();
  connector->socket = socket.id();
  connector->endpoint = endpoint;
  connector->pipe = &socket.add_pipe(connector->id);
  socket.on_attached(*connector->pipe);
  start_connecting(*connector);
  queue_.push(now(), EventKind::connect, connector->id.value(), connector->attempt);
  connectors_.push_back(std::move(connector));
}

void Network::start_connecting(Connector& connector) {
  connector.state = Connector::State::waiting;
  connector.retry_delay = sockets_[connector.socket.value()]->spec().reconnect_min;
  ++connector.attempt;
}

/// As libzmq does: the current delay and up to the least one more, at random; then it doubles, if
/// there is a larger maximum.
void Network::retry(Connector& connector) {
  SocketSpec const& spec = sockets_[connector.socket.value()]->spec();
  Duration const least = std::max(spec.reconnect_min, Duration{1});
  Duration const more{static_cast<std::int64_t>(
      retry_rng(connector.node).below(static_cast<std::uint64_t>(least.count())))};
  VirtualTime const at = now() + connector.retry_delay + more;
  if (spec.reconnect_max && *spec.reconnect_max > spec.reconnect_min) {
    connector.retry_delay = std::min(connector.retry_delay * 2, *spec.reconnect_max);
  }
  connector.state = Connector::State::waiting;
  ++connector.attempt;
  queue_.push(at, EventKind::connect, connector.id.value(), connector.attempt);
}

Rng& Network::retry_rng(NodeId node) {
  auto const place = retry_rngs_.find(node);
  if (place != retry_rngs_.end()) return place->second;
  Rng const rng = rng_.fork("retry " + std::to_string(node.value()));
  return retry_rngs_.emplace(node, rng).first->second;
}

void Network::on_connect(std::uint32_t number, std::uint64_t attempt) {
  Connector* const connector = connectors_[number].get();
  if (connector == nullptr || connector->attempt != attempt) return;
  std::optional<SocketId> const binder = endpoints_.find(connector->endpoint, connector->node);
  if (!binder) return retry(*connector);
  NodeId const to = sockets_[binder->value()]->node();
  Link& forth = link(connector->node, to);
  Link& back = link(to, connector->node);
  if (forth.is_cut() || back.is_cut()) return retry(*connector);
  if (forth.trouble().refuses) return retry(*connector);
  connector->state = Connector::State::handshaking;
  connector->stage = Connector::Stage::greeting;
  connector->binder = *binder;
  Duration const there = forth.travel_time();
  Duration const and_back = back.travel_time();
  queue_.push(now() + there + and_back + forth.trouble().accept_delay, EventKind::handshake, number,
              attempt);
  if (is_guarded(*connector, *sockets_[binder->value()])) {
    queue_.push(now() + settings_.handshake_max, EventKind::patience, number, attempt);
  }
}

void Network::establish(Connector& connector, Socket& binder) {
  Socket& socket = *sockets_[connector.socket.value()];
  connector.state = Connector::State::up;
  connector.trouble = {};
  Pipe& pipe = binder.add_pipe(std::nullopt);
  binder.on_attached(pipe);
  auto connection = std::make_unique<Connection>();
  Connection& made = *connection;
  made.id = ConnectionId{static_cast<std::uint32_t>(connections_.size())};
  made.connector = connector.id;
  made.connecting_name = socket.name();
  made.binding_name = binder.name();
  made.connecting = {.pipe = connector.pipe,
                     .link = &link(socket.node(), binder.node()),
                     .wire = {},
                     .node = socket.node(),
                     .connection = made.id};
  made.binding = {.pipe = &pipe,
                  .link = &link(binder.node(), socket.node()),
                  .wire = {},
                  .node = binder.node(),
                  .connection = made.id};
  connections_.push_back(std::move(connection));
  made.connecting.pipe->connection = made.id;
  made.binding.pipe->connection = made.id;
  made.connecting.pipe->peer = binder.node();
  made.binding.pipe->peer = socket.node();
  made.binding.pipe->user_id = std::exchange(connector.user_id, {});
  host_.happened({NetworkEvent::Kind::connected, socket.node(), binder.node(), socket.name(),
                  connector.endpoint});
  fill_wire(made, Side::binding);
  fill_wire(made, Side::connecting);
  Route const route =
      socket.spec().type == SocketType::router ? Route{made.connecting.pipe->number} : only_route;
  host_.tell(socket.node(), PeerUp{{socket.name(), route}});
}

void Network::finish_stalled_handshakes() {
  for (ConnectorId const id : std::exchange(stalled_, {})) {
    Connector const* const connector = connectors_[id.value()].get();
    if (connector == nullptr) continue;
    queue_.push(now(), EventKind::handshake, id.value(), connector->attempt);
  }
}

}  // namespace drydock::simulator
