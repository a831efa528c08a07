#pragma once

#include <string>
#include <utility>
#include <vector>

#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// A puppet that remembers what it got: the shortest way to play a node from outside.
class Player {
 public:
  struct Seen {
    VirtualTime at;
    Input input;
  };

  /// Adds the node and starts it. The world outlives this, and steps no more once this is gone.
  Player(World& world, std::string name)
      : world_(world),
        node_(world.add_puppet(std::move(name), [this](VirtualTime at, Input const& input) {
          seen_.push_back({at, input});
        })) {
    world_.start(node_);
  }
  Player(Player const&) = delete;
  Player& operator=(Player const&) = delete;

  NodeId node() const { return node_; }
  std::vector<Seen> const& seen() const { return seen_; }

  void open(SocketName socket, SocketSpec spec) { perform(OpenSocket{socket, std::move(spec)}); }
  void close(SocketName socket) { perform(CloseSocket{socket}); }
  void send(PeerId to, Frames frames) { perform(Send{to, std::move(frames)}); }
  void perform(Output output) {
    Outbox outputs;
    outputs.push_back(std::move(output));
    world_.perform(node_, outputs);
  }

  /// The messages that came in, in order.
  std::vector<Received> received() const {
    std::vector<Received> messages;
    for (Seen const& seen : seen_) {
      if (auto const* message = std::get_if<Received>(&seen.input)) messages.push_back(*message);
    }
    return messages;
  }
  template <class T>
  std::size_t count() const {
    std::size_t count = 0;
    for (Seen const& seen : seen_) count += std::holds_alternative<T>(seen.input) ? 1 : 0;
    return count;
  }

 private:
  World& world_;
  std::vector<Seen> seen_;
  NodeId node_;
};

}  // namespace drydock::simulator
