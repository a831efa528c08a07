#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "reference/transport/socket.hpp"
#include "simulator/real/proxy.hpp"
#include "simulator/world/outside.hpp"
#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// A world's nodes over libzmq, on ipc, with a proxy in every path. Each node has a context of its
/// own, and its sockets are those of `drydock daemon` and the others; all machines are stepped by
/// one thread, one input at a time, so that a fault comes between the same two steps as in the
/// model. Links that are cut, clogged or slow in the world are so in the proxy.
///
/// A node that is paused keeps libzmq's threads; that nothing passes to or from it and that its
/// sockets are not read is what others would see of a stopped process.
class RealNetwork final : public Outside, private Links {
 public:
  /// Socket files are made in `directory`, which is there and empty.
  explicit RealNetwork(std::string const& directory) : proxy_(*this, directory) {}
  ~RealNetwork() override;

  void enter(World& world) override;
  void open(NodeId node, OpenSocket const& request) override;
  void close(NodeId node, SocketName socket) override;
  void send(NodeId node, PeerId const& to, Frames const& frames) override;
  void end(NodeId node, bool orderly) override;
  bool disconnect(NodeId a, NodeId b) override;
  bool disconnect(NodeId node, std::string_view socket) override;
  bool forget(NodeId a, NodeId b, NodeId noticed_by) override;
  void break_forgotten() override { proxy_.break_forgotten(); }
  SocketSpec const* spec(NodeId node, std::string_view socket) override;
  VirtualTime now() override;
  void wait(VirtualTime until) override;

 private:
  struct OpenedSocket {
    std::unique_ptr<transport::Socket> socket;
    SocketSpec spec;                     // As the machine asked for it.
    SocketName name;                     // A literal.
    std::map<Route, Proxy::End> askers;  // Who is behind a route.
    std::set<std::string> topics;        // Of a SUB.
  };
  struct Arrival {
    NodeId node;
    NodeId from;
    Input input;
  };
  using End = Proxy::End;

  bool is_blocked(NodeId from, NodeId to) override;
  LinkTrouble trouble(NodeId from, NodeId to) override;
  Duration delay(NodeId from, NodeId to) override;
  bool is_silent(NodeId node) override;

  static bool binds(SocketSpec const& spec) { return spec.connect.empty(); }
  static std::pair<std::string, std::string> key_of(std::string const& endpoint,
                                                    Frames const& frames);
  // What machines send, and the proxy has to know of it: real_network.cpp.
  void remember(End const& sender, OpenedSocket const& opened, Frames const& frames);
  /// A connection whose next message is late, or, without a delay, breaks under it.
  struct Struck {
    End connecting;
    End binding;
    Duration delay;
  };
  std::vector<Struck> expect(End const& sender, OpenedSocket const& opened, PeerId const& to,
                             Frames const& frames);
  Proxy::Which heard_by(End const& sender, OpenedSocket const& opened, PeerId const& to,
                        Frames const& frames);
  void break_under(std::vector<Struck> const& struck);
  bool subscribes(End const& end, Frames const& frames) const;

  // What comes: real_arrivals.cpp.
  void tell(NodeId node, Input input);
  bool is_ready(NodeId node);
  std::optional<End> sender_of(End const& end, OpenedSocket const& opened, Frames const& frames);
  bool take_from(End const& end, OpenedSocket& opened);
  void read_changes(End const& end, OpenedSocket& opened);
  bool let_one_arrive();
  long patience(VirtualTime until);

  World* world_ = nullptr;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  Proxy proxy_;
  std::map<NodeId, transport::Context> contexts_;
  std::vector<transport::Context> old_contexts_;  // Something of them may linger.
  std::map<End, OpenedSocket> sockets_;
  /// Who sent a message that has not been seen to arrive: by its last frame, at its endpoint.
  std::map<std::pair<std::string, std::string>, std::deque<End>> on_their_way_;
  std::deque<Arrival> arrivals_;
  std::optional<End> last_read_;
};

}  // namespace drydock::simulator
