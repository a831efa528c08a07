#pragma once

#include <cstdint>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/core/strong.hpp"
#include "reference/core/time.hpp"
#include "reference/machine/machine.hpp"

namespace drydock::simulator {

/// A node of a world, numbered from 0 in the order in which they were added.
using NodeId = Strong<struct NodeIdTag, std::uint32_t>;
inline constexpr NodeId no_node{0xffff'ffff};

/// What became of a node as a process.
enum class NodeEvent : std::uint8_t {
  started,
  crashed,
  restarted,
  paused,
  resumed,
  slowed,
  at_full_speed,
  exited
};
std::string_view word_of(NodeEvent event);

/// What happened between nodes that no machine was told.
struct NetworkEvent {
  enum class Kind : std::uint8_t {
    bound,         // `from` bound `socket` to the endpoint `detail`.
    stolen,        // `from` took the endpoint `detail` over from `to`, which does not notice.
    bind_failed,   // The endpoint `detail` is taken; the node ends.
    connected,     // `from` (which connects) and `to` finished their handshake.
    disconnected,  // They lost each other.
    delivered,     // `to` is about to be stepped with a message of `from`.
    lost,          // A message of `from` to `to` will never arrive; `detail` says why.
    unheard,       // `from` published what nobody subscribes to.
    refused,       // `from` asked for what its socket does not do now; `detail` says why.
    discarded,     // The socket of `to` threw away what arrived; `detail` says why.
    turned_away,   // `from` connected to `to` and the handshake came to nothing; `detail` says why.
  };
  Kind kind = Kind::bound;
  NodeId from = no_node;
  NodeId to = no_node;
  SocketName socket;  // Of the node that the event is about.
  std::string_view detail;
  Frames const* frames = nullptr;  // For the kinds that are about a message.
};
std::string_view word_of(NetworkEvent::Kind kind);

/// Watches a world: checkers, recorders and triggers are observers. Calls come in the order in
/// which things happen, in the middle of a step: an observer that wants something done asks the
/// world to do it by `World::at`. Whoever does not override a call is not told of its kind; so an
/// override does not call the one of this class.
class Observer {
 public:
  virtual ~Observer() = default;
  /// `node` is about to be stepped with `input`.
  virtual void on_input(VirtualTime, NodeId, Input const&) { ignore(What::input); }
  /// The world is about to do what `node` asked for.
  virtual void on_output(VirtualTime, NodeId, Output const&) { ignore(What::output); }
  virtual void on_node(VirtualTime, NodeId, NodeEvent) { ignore(What::node); }
  virtual void on_network(VirtualTime, NetworkEvent const&) { ignore(What::network); }
  /// A remark by whoever drives the world: a fault, a command, an outcome. `node` may be `no_node`.
  virtual void on_note(VirtualTime, NodeId, std::string_view /*word*/, std::string_view /*text*/) {
    ignore(What::note);
  }

 private:
  friend class Observers;
  enum class What : std::uint8_t { input, output, node, network, note };

  static unsigned bit_of(What what) { return 1U << static_cast<unsigned>(what); }
  void ignore(What what) { ignored_ |= bit_of(what); }
  bool ignores(What what) const { return (ignored_ & bit_of(what)) != 0; }

  unsigned ignored_ = 0;  // A bit for each kind.
};

}  // namespace drydock::simulator
