#include <algorithm>
#include <utility>

#include "reference/machine/zap.hpp"
#include "simulator/network/network.hpp"

namespace drydock::simulator {
namespace {

constexpr std::string_view version = "1.0";
constexpr std::string_view request_id = "1";  // libzmq's is always this one.

/// What libzmq says of the peer's address: of tcp the host's, of ipc who is at the other end.
std::string address_of(std::string_view endpoint, NodeId peer) {
  if (endpoint.starts_with("tcp://")) return "127.0.0.1";
  return ":0:0:" + std::to_string(peer.value() + 1);
}

Frames zap_request(CurveServer const& server, CurveClient const& client, std::string_view address) {
  auto const& key = client.keys.public_key.bytes;
  return Frames{
      Frame{},           bytes_of(version), bytes_of(request_id), bytes_of(server.zap_domain),
      bytes_of(address), Frame{},           bytes_of("CURVE"),    Frame(key.begin(), key.end())};
}

/// The first digit of the status, as the rest says no more; 0 of what is no reply. Metadata is not
/// looked at.
char status_of(Frames const& reply) {
  constexpr std::size_t frames = 7;
  if (reply.size() != frames || !reply[0].empty() || text_of(reply[1]) != version) return 0;
  std::string_view const status = text_of(reply[3]);
  bool const is_status =
      status.size() == 3 && status[0] >= '2' && status[0] <= '5' && status.substr(1) == "00";
  return is_status && text_of(reply[2]) == request_id ? status[0] : '\0';
}

}  // namespace

/// The client is known; the server asks whether it may come in. Source: RFC 27; what libzmq 4.3.4
/// does where there is nobody to ask, measured.
void Network::ask(Connector& connector, Socket& binder) {
  Socket const& socket = *sockets_[connector.socket.value()];
  auto const& server = std::get<CurveServer>(binder.spec().security);
  auto const& client = std::get<CurveClient>(socket.spec().security);
  Socket* const authenticator = authenticator_of(binder.node());
  if (authenticator == nullptr) {
    if (!server.enforce_domain) return answer(connector, binder, Connector::Stage::admitted);
    turned_away(connector, "there is no authenticator");
    return answer(connector, binder, Connector::Stage::dropped);
  }
  Pipe& pipe = authenticator->add_pipe(std::nullopt);
  pipe.asked_for = std::make_unique<Question>(connector.id, connector.attempt);
  connector.stage = Connector::Stage::asking;
  connector.authenticator = authenticator->id();
  connector.asked_pipe = pipe.number;
  asking_.push_back(connector.id);
  std::string const address = address_of(connector.endpoint, connector.node);
  Frames request = zap_request(server, client, address);
  authenticator->arrive(pipe, SharedFrames{store_, std::move(request)});
  readable(*authenticator);
}

/// Source: RFC 27, which knows these two types; libzmq aborts at another one.
Socket* Network::authenticator_of(NodeId node) {
  std::optional<SocketId> const found = endpoints_.find(zap_endpoint, node);
  if (!found || without_authenticator_.contains(node)) return nullptr;
  Socket* const socket = sockets_[found->value()].get();
  SocketType const type = socket->spec().type;
  return type == SocketType::router || type == SocketType::rep ? socket : nullptr;
}

/// The server's answer is on its way to the client.
void Network::answer(Connector& connector, Socket& binder, Connector::Stage stage) {
  come_to(connector, stage, link(binder.node(), connector.node).travel_time());
}

/// What an authenticator sends where it was asked. False when nobody waits for it any more.
bool Network::take_reply(Socket& authenticator, Pipe& pipe, Frames const& reply) {
  Question const question = *pipe.asked_for;
  authenticator.give_up(pipe);
  Connector* const connector = connectors_[question.connector.value()].get();
  bool const waits = connector != nullptr && connector->attempt == question.attempt &&
                     connector->stage == Connector::Stage::asking;
  if (!waits) return false;
  std::erase(asking_, connector->id);
  Socket& binder = *sockets_[connector->binder.value()];
  char const status = status_of(reply);
  // Whoever authenticates may have had a reason that is gone by the next time.
  bool const is_refused = status == '2' && refused_.erase(connector->node) != 0;
  switch (is_refused ? '4' : status) {
    case '2':
      connector->user_id = text_of(reply[5]);
      answer(*connector, binder, Connector::Stage::admitted);
      return true;
    case '3':
      // RFC 27 has libzmq drop the client, and it forgets to: both wait until it takes too long.
      // Measured: so did 289 of 300. Only a reply that is there at once, it drops the client for.
      return true;
    case '4':
    case '5':
      answer(*connector, binder, Connector::Stage::refused);
      return true;
    default:
      turned_away(*connector, "its authenticator does not make sense");
      answer(*connector, binder, Connector::Stage::dropped);
      return true;
  }
}

/// Nobody waits for the authenticator's reply any more. It may still read the request.
void Network::stop_asking(Connector& connector) {
  if (std::erase(asking_, connector.id) == 0) return;
  Socket* const authenticator = sockets_[connector.authenticator.value()].get();
  if (authenticator == nullptr) return;
  if (Pipe* const pipe = authenticator->find(connector.asked_pipe)) authenticator->give_up(*pipe);
}

/// Who waited for a reply about a connection to it learns that there is none.
void Network::binder_is_gone(SocketId binder) {
  for (ConnectorId const id : std::vector<ConnectorId>(asking_)) {
    Connector& connector = *connectors_[id.value()];
    if (connector.binder != binder) continue;
    stop_asking(connector);
    Socket& gone = *sockets_[binder.value()];
    answer(connector, gone, Connector::Stage::dropped);
  }
}

}  // namespace drydock::simulator
