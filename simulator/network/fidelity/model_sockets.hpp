#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "simulator/network/fidelity/sockets.hpp"
#include "simulator/network/network.hpp"

namespace drydock::simulator::fidelity {

/// Sockets of the model, each of which is a node of its own.
class ModelSockets final : public Sockets, private NetworkHost {
 public:
  explicit ModelSockets(Seed seed);

  void open(int who, SocketSpec const& spec) override;
  void close(int who) override;
  void bind(int who, std::string const& endpoint) override;
  void unbind(int who, std::string const& endpoint) override;
  void connect(int who, std::string const& endpoint) override;
  void disconnect(int who, std::string const& endpoint) override;
  void subscribe(int who, std::string const& topic) override;
  void unsubscribe(int who, std::string const& topic) override;
  Sent send(int who, Route to, Frames const& frames) override;
  std::optional<Message> receive(int who) override;
  void sever(int who) override;

  /// For faults. Each socket is called `s`, on a node of its own.
  Network& network() { return network_; }
  static NodeId node_of(int who) { return NodeId{static_cast<std::uint32_t>(who)}; }

  /// Lets everything happen that follows from what was done.
  void rest() { pass(rest_takes); }
  void pass(Duration time);
  VirtualTime now() const { return now_; }
  /// Stops its process where it is, or lets it go on.
  void set_paused(int who, bool paused);
  Connections connections(int who) const;
  /// How many of its peers' queues have something to take.
  std::size_t unread_pipes(int who) const;
  bool has_unread(int who) const;
  /// How many peers it has, or will have where it connected.
  std::size_t pipes(int who) const;
  /// Whether its messages wait for room at the other end.
  bool has_on_its_way(int who) const;
  /// Whether messages wait for room at its own end.
  bool has_on_its_way_to(int who) const;

 private:
  /// Longer than a handshake and what is said after it, and the longest wait for a next attempt.
  static constexpr Duration rest_takes{std::chrono::milliseconds{5}};

  VirtualTime const& network_clock() const override { return now_; }
  EventQueue& network_queue() override { return queue_; }
  bool is_awake(NodeId node) const override { return !paused_.contains(node); }
  bool readable(Socket&) override { return false; }
  void tell(NodeId, Input) override {}
  void happened(NetworkEvent const& event) override;
  void cannot_bind(NodeId, std::string const&) override {}

  VirtualTime now_{};
  EventQueue queue_;
  std::map<NodeId, std::size_t> made_;
  std::set<NodeId> paused_;
  std::optional<Sent> refused_;
  Network network_;
};

}  // namespace drydock::simulator::fidelity
