#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/world/trace.hpp"

namespace drydock::simulator {

/// What a protocol says of one of its messages, for comparing runs.
struct MessageFacts {
  /// What it is called: `RequestError WorkerRequestTimedOut`.
  std::string kind;
  /// By which conversation of its socket it is ordered, such as a client's; empty for the socket's.
  std::string thread;
  /// The request that it belongs to, in whatever spelling.
  std::string subject;
  /// That somebody lives, which is said as often as there is time for it; or such.
  bool is_routine = false;
  /// An answer that says no more than that it was heard; routine where its question was.
  bool is_nod = false;
};

class MessageReader {
 public:
  virtual ~MessageReader() = default;
  /// `text` is what the protocol says of it for people.
  virtual MessageFacts read(std::string_view text, NodeId node, SocketName socket,
                            Direction direction, Frames const& frames) = 0;
};

/// What was said in a run, as far as two runs of the same story have to agree on it whatever the
/// time that anything took: a number of sequences, each by its name.
///
/// - `w sends on control`: what a node says on a socket with which it connects, in its order. On
///   one that is bound, what is sent goes to many, and is known by who hears it.
/// - `w hears d on dispatch`: what arrives from one node on one socket, in its order. What is lost
///   on its way is in the first and not in the second.
/// - `request 1 at d`: what a node sends and hears about one request. With the two above this is
/// its
///   causal chain: who asked, whom that made the daemon ask, what came of it and what was told, all
///   in the order of each who took part. Requests are numbered as they come up; one that a node
///   sends on while it takes in another, on another socket, is the same request.
/// - `w`: what became of it as a process.
///
/// Between different nodes, sockets and threads there is no order but by cause, so none is
/// compared. Routine is left out, as its number depends on time.
class History final : public Observer {
 public:
  struct Entry {
    VirtualTime at;
    std::string text;
  };

  History(World const& world, Describer& describer, MessageReader& reader)
      : world_(world), describer_(describer), reader_(reader) {}

  std::map<std::string, std::vector<Entry>> const& sequences() const { return sequences_; }

  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;
  void on_network(VirtualTime now, NetworkEvent const& event) override;

 private:
  /// Of a pool of sockets, `rpc0` and `rpc1`, none is more than another.
  using Line = std::pair<NodeId, std::string>;
  struct Cause {
    std::string socket;
    std::string subject;
  };

  MessageFacts facts(NodeId node, SocketName socket, Direction direction, Frames const& frames);
  std::string name_of(std::string const& subject, Cause const* cause, SocketName socket);
  std::string number(std::string_view what, std::string const& id,
                     std::map<std::string, std::string>& names);
  void add(std::string const& sequence, VirtualTime now, std::string text);
  void add(std::string_view does, MessageFacts const& facts, VirtualTime now, NodeId node,
           SocketName socket, std::string const& whom);

  World const& world_;
  Describer& describer_;
  MessageReader& reader_;
  std::map<std::string, std::vector<Entry>> sequences_;
  std::map<std::string, std::string> subjects_;
  std::map<std::string, std::string> threads_;
  std::map<NodeId, Cause> causes_;          // What each takes in.
  std::map<Line, MessageFacts> questions_;  // What was sent last on a connecting socket.
  std::set<Line> connecting_;
};

}  // namespace drydock::simulator
