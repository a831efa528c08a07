#pragma once

#include <string_view>

#include "reference/machine/machine.hpp"
#include "simulator/world/observer.hpp"

namespace drydock::simulator {

class World;

/// What stands in for the modelled network and the virtual clock when a world is run for real: time
/// passes by itself then, and what machines send leaves the world. All else, such as nodes, timers,
/// clocks, disks and observers, stays the world's.
class Outside {
 public:
  virtual ~Outside() = default;
  /// Called first. The world outlives all that follows, but not this.
  virtual void enter(World& world) = 0;

  virtual void open(NodeId node, OpenSocket const& request) = 0;
  virtual void close(NodeId node, SocketName socket) = 0;
  virtual void send(NodeId node, PeerId const& to, Frames const& frames) = 0;
  /// The node is no more: its sockets are closed, and unless that is orderly, what it had on its
  /// way is lost.
  virtual void end(NodeId node, bool orderly) = 0;

  /// As the faults of that name on the modelled network. The state of its links, such as a cut, and
  /// what was armed, is looked up there.
  virtual bool disconnect(NodeId a, NodeId b) = 0;
  virtual bool disconnect(NodeId node, std::string_view socket) = 0;
  virtual bool forget(NodeId a, NodeId b, NodeId noticed_by) = 0;
  /// What was forgotten breaks.
  virtual void break_forgotten() = 0;
  /// What that socket of the node was opened with; absent without one.
  virtual SocketSpec const* spec(NodeId node, std::string_view socket) = 0;

  /// Since the world began.
  virtual VirtualTime now() = 0;
  /// Waits until `until` or until something came for a node, and lets it arrive: one input at most.
  virtual void wait(VirtualTime until) = 0;
};

}  // namespace drydock::simulator
