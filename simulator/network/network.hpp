#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "simulator/network/connection.hpp"
#include "simulator/network/endpoints.hpp"
#include "simulator/network/link.hpp"
#include "simulator/network/named_sockets.hpp"
#include "simulator/network/socket.hpp"
#include "simulator/world/event_queue.hpp"
#include "simulator/world/observer.hpp"
#include "simulator/world/outside.hpp"

namespace drydock::simulator {

struct NetworkSettings {
  /// Every link, until it is set otherwise.
  LinkSettings link;
  /// What the kernels' buffers of one direction of a connection hold, beyond ZeroMQ's own queues.
  std::size_t wire_bytes_max = std::size_t{256} * 1024;
  /// How long a handshake may take before it is dropped and tried again. Source:
  /// zmq_setsockopt(3), ZMQ_HANDSHAKE_IVL.
  Duration handshake_max = std::chrono::seconds{30};
  /// Does everything in the model's place, but for the links; absent in a simulation.
  Outside* outside = nullptr;
};

/// What the network needs to know, and has done, about nodes.
class NetworkHost {
 public:
  virtual ~NetworkHost() = default;
  /// Both asked for once: they are the same for as long as there is a network.
  virtual VirtualTime const& network_clock() const = 0;
  virtual EventQueue& network_queue() = 0;
  /// Runs and is not paused: ZeroMQ's own threads in it are at work.
  virtual bool is_awake(NodeId node) const = 0;
  /// `socket` may have a message to take. False if nobody has looked yet.
  virtual bool readable(Socket& socket) = 0;
  virtual void tell(NodeId node, Input input) = 0;
  virtual void happened(NetworkEvent const& event) = 0;
  virtual void cannot_bind(NodeId node, std::string const& endpoint) = 0;
};

/// Sockets, connections and links: ZeroMQ's habits as a model. Streams are ordered and lose nothing
/// until their connection ends; then what is on its way is lost, while what was sent before there
/// was a connection waits for the next one. Source: libzmq 4.3.4; zmq_socket(3), zmq_connect(3).
///
/// Who connects, and how a CURVE server lets them in, is what libzmq does, without cryptography: a
/// handshake knows the keys that each side presents. What came of each kind of handshake was
/// measured: security_fidelity_test.cpp plays them all here and over libzmq.
class Network final : private Transport {
 public:
  Network(NetworkHost& host, Rng rng, NetworkSettings settings);
  ~Network() override;

  // For the nodes' machines.

  void open(NodeId node, OpenSocket const& request);
  /// An orderly end: what is on its way still arrives, what waits for a connection or for room does
  /// not. Source: measured with LINGER 0, 20 of 20.
  void close(NodeId node, SocketName socket);
  void send(NodeId node, PeerId const& to, Frames&& frames) {
    send(node, to, std::move(frames), body_hash(frames));
  }
  /// For whoever knows the frames' hash.
  void send(NodeId node, PeerId const& to, Frames&& frames, BodyHash hash);
  // On a socket that is open already, as zmq_bind, zmq_connect, zmq_unbind and zmq_disconnect do
  // it.
  void bind(NodeId node, SocketName socket, std::string const& endpoint);
  void connect(NodeId node, SocketName socket, std::string const& endpoint);
  /// Nobody gets to the socket there any more, and the connections that were made there end; what
  /// came over them can still be taken.
  void unbind(NodeId node, SocketName socket, std::string const& endpoint);
  /// Ends what `connect` began: what is on its way still arrives, what waits to be sent or to be
  /// taken does not.
  void disconnect(NodeId node, SocketName socket, std::string const& endpoint);
  /// Absent once it is closed.
  Socket* socket(SocketId id) { return sockets_[id.value()].get(); }

  // For the world.

  void on_lane(std::uint32_t connection, std::uint64_t side);
  void on_connect(std::uint32_t connector, std::uint64_t attempt);
  void on_handshake(std::uint32_t connector, std::uint64_t attempt);
  void on_patience(std::uint32_t connector, std::uint64_t attempt);
  /// Closes all sockets of a node that ended in good order.
  void close_all(NodeId node);
  /// The same for one that did not: what it sent and had on its way is lost.
  void crash(NodeId node);
  /// Takes up what waited for a node that was not awake.
  void on_awake(NodeId node);

  // Faults.

  /// Breaks every connection between the two, either way; what is on its way is lost, both ends
  /// notice at once, and who connected tries again. False when there was none.
  bool disconnect(NodeId a, NodeId b);
  /// Nothing arrives from `from` at `to` any more, until it is mended. Neither end notices.
  void cut(NodeId from, NodeId to);
  void mend(NodeId from, NodeId to);
  void mend_all();
  /// Every link has the settings that the network began with.
  void reset_links();
  Link& link(NodeId from, NodeId to);
  /// The link's trouble from now on; what waited because it was clogged goes on if it is no more.
  void trouble(NodeId from, NodeId to, LinkTrouble trouble);
  /// Breaks the connections of that socket and of no other. False where it has none.
  bool disconnect(NodeId node, std::string_view socket);
  /// What is between the two forgets their connections: nothing travels over them any more. Only
  /// `noticed_by`, if that is one of the two, learns it.
  bool forget(NodeId a, NodeId b, NodeId noticed_by);
  /// What befalls the next message that sets out to that socket: it is late, or another one sets
  /// out in its place, or, with neither, its connection breaks under it.
  struct Strike {
    NodeId node;
    std::string socket;
    Duration delay{0};
    std::optional<Frames> instead = {};  // All of its frames, with the delimiter.
  };
  void arm(Strike strike) { strikes_.push_back(std::move(strike)); }
  /// What befalls a message that sets out to that socket now.
  std::optional<Strike> take_strike(NodeId node, std::string_view socket);
  /// The socket's pipes count as full for what it sends, or for what comes in. False where there is
  /// no such socket.
  bool stuff(NodeId node, std::string_view socket, bool stuffed);
  bool choke(NodeId node, std::string_view socket, bool choked);
  /// Nobody's handshake with the node goes on.
  void set_silent(NodeId node, bool silent);
  bool is_silent(NodeId node) const { return silent_.contains(node); }
  /// The next one whom an authenticator would let in, if it is that node, it refuses.
  void refuse_next(NodeId node) { refused_.insert(node); }
  void set_without_authenticator(NodeId node, bool without);
  /// When the node ends, in whatever order, what it had on its way is lost.
  void set_abrupt(NodeId node) { abrupt_.insert(node); }
  /// What that socket of the node was opened with; absent without one.
  SocketSpec const* spec(NodeId node, std::string_view socket);
  /// Connections between two nodes that both still hold.
  std::size_t connection_count(NodeId a, NodeId b);

  // For whoever looks.

  /// Absent when no socket of that name is open.
  Socket const* socket(NodeId node, SocketName name) const { return find(node, name); }
  /// Whether something has left `node` over a connection of its own and not arrived yet.
  bool has_on_its_way(NodeId node) const;
  /// The same of what comes to `node`.
  bool has_on_its_way_to(NodeId node) const;

 private:
  SharedFrames::Store& store() override { return store_; }
  bool send(Socket& socket, Pipe& pipe, Packet::Kind kind, SharedFrames& frames) override;
  void made_room(Pipe& pipe) override;
  void note(Socket const& socket, NetworkEvent::Kind kind, std::string_view why,
            Frames const* frames) override;
  void readable(Socket& socket) override;

  Socket* find(NodeId node, SocketName name) const {
    return node.value() < sockets_of_.size() ? sockets_of_[node.value()].find(name) : nullptr;
  }
  NamedSockets& sockets_of(NodeId node);
  Connection* connection(ConnectionId id) { return connections_[id.value()].get(); }
  VirtualTime now() const { return now_; }

  void refuse(NodeId node, PeerId const& to, Frames const& frames);

  // How connections come to be: connecting.cpp.
  void bind(Socket& socket, std::string const& endpoint);
  void connect(Socket& socket, std::string const& endpoint);
  void start_connecting(Connector& connector);
  void retry(Connector& connector);
  Rng& retry_rng(NodeId node);
  void establish(Connector& connector, Socket& binder);
  void finish_stalled_handshakes();

  // What they say to each other until they talk: handshake.cpp.
  void come_to(Connector& connector, Connector::Stage stage, Duration after);
  void stall(Connector& connector, Socket const& binder);
  bool is_guarded(Connector const& connector, Socket const& binder) const;
  void greet(Connector& connector, Socket& binder);
  void introduce(Connector& connector, Socket& binder, CurveClient const& client,
                 CurveServer const& server);
  void be_refused(Connector& connector);
  void try_again(Connector& connector);
  void give_up(Connector& connector);
  void turned_away(Connector& connector, std::string_view why);
  CurvePublicKey const& public_key_of(CurveSecretKey const& key);

  // Whether the server lets them: authenticating.cpp.
  void ask(Connector& connector, Socket& binder);
  Socket* authenticator_of(NodeId node);
  void answer(Connector& connector, Socket& binder, Connector::Stage stage);
  bool take_reply(Socket& authenticator, Pipe& pipe, Frames const& reply);
  void stop_asking(Connector& connector);
  void binder_is_gone(SocketId binder);

  // What travels over them: travelling.cpp.
  void put_on_wire(Connection& connection, Side from, Packet::Kind kind, SharedFrames&& frames);
  void put_on_wire(Connection& connection, Side from, Packet&& waited) {
    put_on_wire(connection, from, waited.kind, std::move(waited.frames));
  }
  bool has_wire_room(ConnectionEnd const& end, std::size_t bytes) const;
  void fill_wire(Connection& connection, Side from);
  void drain_wire(ConnectionId id, Side to);
  // Inline, as there is one who calls them, for each message.
  inline bool can_come_in(ConnectionEnd const& end, Packet& packet) const;
  inline void arrive(Connection& connection, Side to, Packet&& packet);
  void schedule_drain(Connection& connection, Side to);
  void restamp(Connection& connection, Side from);

  // What befalls them: trouble.cpp.
  void resume(NodeId from, NodeId to);
  void hasten(NodeId from, NodeId to);
  void hasten(Connection& connection, Side from);
  void mend_troubles();
  void hinder(Link const& link, Packet& packet) const;
  void strike(Connection const& connection, Side from, Packet& packet);
  void lose_with_connection(Connection& connection, Side to, Packet const& packet);

  // How they end: ending.cpp.
  void remove(Socket& socket, bool orderly);
  void end_pipe(Socket& socket, Pipe& pipe, bool orderly);
  void remove_all(NodeId node, bool orderly);
  void let_go(Connection& connection, Side side, bool orderly);
  void lose_end(Connection& connection, Side side);
  void lose_wire(Connection& connection, Side from);
  void break_connection(Connection& connection);
  void protocol_error(Connection& connection, Side seen_by, std::string_view what);
  void free_if_done(ConnectionId id);
  void lose_all(Fifo<Packet>& packets, NodeId from, SocketName name, NodeId to,
                std::string_view why);

  NetworkHost& host_;
  VirtualTime const& now_;
  EventQueue& queue_;
  Rng rng_;
  NetworkSettings settings_;
  SharedFrames::Store store_;
  Endpoints endpoints_;
  std::vector<std::unique_ptr<Socket>> sockets_;
  std::vector<std::unique_ptr<Connector>> connectors_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<NamedSockets> sockets_of_;  // By node.
  std::map<std::pair<NodeId, NodeId>, Link> links_;
  std::map<NodeId, Rng> retry_rngs_;
  std::vector<ConnectorId> stalled_;  // Handshakes that wait for a node to be awake.
  std::vector<ConnectorId> asking_;   // Handshakes that wait for an authenticator's reply.
  std::vector<std::pair<CurveSecretKey, CurvePublicKey>> curve_keys_;
  std::vector<Strike> strikes_;
  std::set<NodeId> silent_;
  std::set<NodeId> refused_;
  std::set<NodeId> without_authenticator_;
  std::set<NodeId> abrupt_;
};

}  // namespace drydock::simulator
