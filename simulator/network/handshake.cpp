#include <algorithm>
#include <utility>

#include "simulator/network/network.hpp"

#include "reference/core/mark.hpp"

namespace drydock::simulator {

/// The next thing that happens to the handshake happens after that long.
void Network::come_to(Connector& connector, Connector::Stage stage, Duration after) {
  connector.stage = stage;
  queue_.push(now() + after, EventKind::handshake, connector.id.value(), connector.attempt);
}

void Network::on_handshake(std::uint32_t number, std::uint64_t attempt) {
  Connector* const connector = connectors_[number].get();
  if (connector == nullptr || connector->attempt != attempt) return;
  if (connector->state != Connector::State::handshaking) return;
  Socket* const binder = sockets_[connector->binder.value()].get();
  if (binder == nullptr) return retry(*connector);
  NodeId const to = binder->node();
  if (link(connector->node, to).is_cut() || link(to, connector->node).is_cut()) {
    return retry(*connector);
  }
  bool const is_stuck = link(connector->node, to).is_blocked() ||
                        link(to, connector->node).is_blocked() || silent_.contains(to);
  if (is_stuck || !host_.is_awake(connector->node) || !host_.is_awake(to)) {
    return stall(*connector, *binder);
  }
  switch (connector->stage) {
    case Connector::Stage::greeting:
      return greet(*connector, *binder);
    case Connector::Stage::introducing:
      return ask(*connector, *binder);
    case Connector::Stage::asking:
      return;  // The reply goes on from here.
    case Connector::Stage::admitted:
      return establish(*connector, *binder);
    case Connector::Stage::refused:
      return be_refused(*connector);
    case Connector::Stage::dropped:
      return try_again(*connector);
  }
}

/// It waits for whoever is in its way, but not for ever.
void Network::stall(Connector& connector, Socket const& binder) {
  mark("network.handshake-stalled");
  stalled_.push_back(connector.id);
  if (is_guarded(connector, binder)) return;  // Its patience is running.
  queue_.push(now() + settings_.handshake_max, EventKind::patience, connector.id.value(),
              connector.attempt);
}

bool Network::is_guarded(Connector const& connector, Socket const& binder) const {
  Socket const& socket = *sockets_[connector.socket.value()];
  return !std::holds_alternative<Plain>(socket.spec().security) ||
         !std::holds_alternative<Plain>(binder.spec().security);
}

/// Both have read which mechanism and type of socket the other is.
void Network::greet(Connector& connector, Socket& binder) {
  Socket const& socket = *sockets_[connector.socket.value()];
  if (!can_talk(socket.spec().type, binder.spec().type)) {
    note(socket, NetworkEvent::Kind::refused, "its type does not talk to the binder's", nullptr);
    return give_up(connector);
  }
  auto const* client = std::get_if<CurveClient>(&socket.spec().security);
  auto const* server = std::get_if<CurveServer>(&binder.spec().security);
  bool const both_plain = !client && !server;
  if (both_plain || Endpoints::is_inproc(connector.endpoint)) return establish(connector, binder);
  if (client && server) return introduce(connector, binder, *client, *server);
  turned_away(connector, "one speaks CURVE and the other does not");
  // Each closes the connection as soon as it sees that. A connecting socket that sees it first
  // takes it for its peer's mistake, and never tries again. Measured: from 30 to 75 of 100 do.
  if (retry_rng(connector.node).chance({1, 2})) return give_up(connector);
  try_again(connector);
}

/// HELLO, WELCOME, INITIATE. Who has the wrong keys is dropped by the server without a word.
void Network::introduce(Connector& connector, Socket& binder, CurveClient const& client,
                        CurveServer const& server) {
  Link& forth = link(connector.node, binder.node());
  Link& back = link(binder.node(), connector.node);
  Duration const hello = forth.travel_time();
  Duration const welcome = back.travel_time();
  if (client.server_key != public_key_of(server.secret_key)) {
    turned_away(connector, "it has another key of the server than the server itself");
    return come_to(connector, Connector::Stage::dropped, hello + welcome);
  }
  Duration const initiate = forth.travel_time();
  if (client.keys.public_key == public_key_of(client.keys.secret_key)) {
    return come_to(connector, Connector::Stage::introducing, hello + welcome + initiate);
  }
  turned_away(connector, "its public and secret key do not belong together");
  Duration const close = back.travel_time();
  come_to(connector, Connector::Stage::dropped, hello + welcome + initiate + close);
}

void Network::on_patience(std::uint32_t number, std::uint64_t attempt) {
  Connector* const connector = connectors_[number].get();
  if (connector == nullptr || connector->attempt != attempt) return;
  if (connector->state != Connector::State::handshaking) return;
  mark("network.handshake-given-up");
  turned_away(*connector, "the handshake took too long");
  std::erase(stalled_, connector->id);
  stop_asking(*connector);
  if (host_.is_awake(connector->node)) return try_again(*connector);
  connector->stage = Connector::Stage::dropped;
  stalled_.push_back(connector->id);
}

/// libzmq has connected, so the next attempt comes after the shortest delay.
void Network::try_again(Connector& connector) {
  start_connecting(connector);
  retry(connector);
}

/// The authenticator said no. libzmq ends the connection for good.
void Network::be_refused(Connector& connector) {
  Socket const& socket = *sockets_[connector.socket.value()];
  Route const route =
      socket.spec().type == SocketType::router ? Route{connector.pipe->number} : only_route;
  turned_away(connector, "its authenticator refuses the key");
  host_.tell(socket.node(), PeerDown{{socket.name(), route}, true});
  give_up(connector);
}

/// Ends the connector: the socket is as if it had never connected there, and what waits is lost.
void Network::give_up(Connector& connector) {
  Socket& socket = *sockets_[connector.socket.value()];
  Pipe& pipe = *connector.pipe;
  lose_all(pipe.outbound, socket.node(), socket.name(), no_node, "the connection was given up");
  connectors_[connector.id.value()].reset();
  socket.give_up(pipe);
}

/// Says so once, as a handshake may come to nothing ten times a second.
void Network::turned_away(Connector& connector, std::string_view why) {
  if (std::exchange(connector.trouble, why) == why) return;
  Socket const& socket = *sockets_[connector.socket.value()];
  Socket const* const binder = sockets_[connector.binder.value()].get();
  host_.happened({NetworkEvent::Kind::turned_away, socket.node(),
                  binder != nullptr ? binder->node() : no_node, socket.name(), why});
}

/// Reckoned once for each key, since it takes as long as a hundred events.
CurvePublicKey const& Network::public_key_of(CurveSecretKey const& key) {
  auto const known = std::find_if(curve_keys_.begin(), curve_keys_.end(),
                                  [&](auto const& keys) { return keys.first == key; });
  if (known != curve_keys_.end()) return known->second;
  return curve_keys_.emplace_back(key, CurveKeyPair::of(key).public_key).second;
}

}  // namespace drydock::simulator
