#pragma once

#include <map>

#include "reference/moor/codec/codec.hpp"
#include "simulator/moor/wire.hpp"
#include "simulator/scenario/checker.hpp"

namespace drydock::simulator {

/// What a worker says on its control socket.
struct WorkerSaid {
  enum class Kind : std::uint8_t { attach, pong, detach, result, error };
  Kind kind = Kind::attach;
  Uuid worker;               // As the first frame has it.
  Uuid request = {};         // Of a result or an error.
  bool shows_token = false;  // Of all but these two.
  bool is_answer() const { return kind == Kind::result || kind == Kind::error; }
};

/// Is told what workers and daemons say to each other, where a worker says and hears it.
class WorkerWatcher {
 public:
  virtual ~WorkerWatcher() = default;
  /// Anything at all was broadcast.
  virtual void on_broadcast(VirtualTime, NodeId) {}
  /// A request, readable or not but for its ids; `is_its` says whether it names this worker.
  virtual void on_put(VirtualTime, NodeId, Uuid const& /*request*/, bool /*is_its*/) {}
  virtual void on_told_to_die(VirtualTime, NodeId, bool /*is_meant*/) {}
  virtual void on_pinged(VirtualTime, NodeId) {}
  virtual void on_said(VirtualTime, NodeId, WorkerSaid const&) {}
  /// The reply to what was said last; absent where it cannot be read.
  virtual void on_replied(VirtualTime, NodeId, WorkerSaid const&,
                          std::optional<moor::DaemonToWorkerReplyUnion> const&) {}
  virtual void on_control_down(VirtualTime, NodeId) {}
  virtual void on_dispatch_opened(VirtualTime, NodeId, bool /*opened*/) {}
  virtual void on_dispatch_down(VirtualTime, NodeId) {}
  /// It asks to be enrolled: what it is and has may become another.
  virtual void on_enrolling(VirtualTime, NodeId) {}
  virtual void on_stop_requested(VirtualTime, NodeId) {}
  /// It is about to end of its own will.
  virtual void on_exit(VirtualTime, NodeId, Exit const&) {}
  virtual void on_worker(VirtualTime, NodeId, NodeEvent) {}
};

/// A property of what workers do.
class WorkerChecker : public Checker, public WorkerWatcher {
 public:
  using Checker::Checker;
};

/// Reads the sockets of the workers, once for all who watch.
class WorkerWire final : public Wire<WorkerWatcher> {
 public:
  using Wire::Wire;
  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  void on_dispatch(VirtualTime now, NodeId node, Frames const& frames);
  void on_reply(VirtualTime now, NodeId node, Frames const& frames);
  void on_send(VirtualTime now, NodeId node, Send const& send);
  bool is_its(NodeId node, Uuid const& worker) const;

  std::map<NodeId, WorkerSaid> last_;  // What each said last.
};

}  // namespace drydock::simulator
