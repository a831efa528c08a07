#pragma once

#include <cstdint>
#include <vector>

#include "simulator/scenario/scenario.hpp"
#include "simulator/world/trace.hpp"
#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// Waits for the occasions of a scenario and does then what was to be done: once each, at the same
/// instant, when the step under way is over. So a message that *leaves* is on its way by then, and
/// one that *arrives* has had its effect, with the answer on its way.
class Occasions final : public Observer {
 public:
  Occasions(World& world, Describer& describer) : world_(world), describer_(describer) {}

  /// `sender` and `receiver` are those of `occasion`, found.
  void add(Occasion const& occasion, NodeId sender, NodeId receiver, std::function<void()> action);
  /// Nothing is waited for any more.
  void clear() { waiting_.clear(); }

  void on_output(VirtualTime now, NodeId node, Output const& output) override;
  void on_network(VirtualTime now, NetworkEvent const& event) override;

 private:
  struct Waiting {
    Occasion occasion;
    NodeId sender;
    NodeId receiver;  // `no_node` is anybody.
    std::uint64_t seen = 0;
    std::function<void()> action;
  };
  void on_message(Occasion::Point point, NodeId sender, NodeId receiver, SocketName socket,
                  Frames const& frames);

  World& world_;
  Describer& describer_;
  std::vector<Waiting> waiting_;
};

}  // namespace drydock::simulator
