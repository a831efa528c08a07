#pragma once

#include <optional>

#include "reference/moor/codec/caller_messages.hpp"
#include "reference/moor/codec/worker_messages.hpp"
#include "simulator/moor/wire.hpp"
#include "simulator/scenario/checker.hpp"

namespace drydock::simulator {

/// What a worker said to the daemon. `worker` is what frame 0 says.
struct ControlMessage {
  Uuid worker;
  moor::WorkerToDaemonMessage message;

  template <class Message>
  Message const* as() const {
    return std::get_if<Message>(&message.message);
  }
};

/// A request of a caller: whose it is, and by which of its ways it came.
struct CallerQuestion {
  NodeId node;
  Route route;  // Of the daemon's; a caller has one only.
  Uuid id;
  friend auto operator<=>(CallerQuestion const&, CallerQuestion const&) = default;
};

/// Is told what workers and callers say to a daemon, and it to them, where the daemon hears and
/// says it; what a caller asks and hears, also where the caller does. What does not decode is
/// nobody's message.
class DaemonWatcher {
 public:
  virtual ~DaemonWatcher() = default;
  virtual void on_control(VirtualTime, NodeId /*daemon*/, ControlMessage const&) {}
  /// To what was said last, since the socket serves one at a time; absent if that does not decode.
  virtual void on_control_reply(VirtualTime, NodeId /*daemon*/,
                                std::optional<ControlMessage> const& /*asked*/,
                                moor::DaemonToWorkerReplyUnion const&) {}
  virtual void on_dispatch(VirtualTime, NodeId /*daemon*/, moor::WorkerRequest const&) {}
  virtual void on_enrollment_answered(VirtualTime, NodeId /*daemon*/, Frames const&) {}
  virtual void on_question(VirtualTime, CallerQuestion const&, moor::CallerRequest const&) {}
  /// A question that nobody can read, but for whose it is.
  virtual void on_unreadable(VirtualTime, CallerQuestion const&) {}
  virtual void on_told(VirtualTime, CallerQuestion const&, moor::CallerReply const&) {}
  // At a caller.
  virtual void on_asked(VirtualTime, CallerQuestion const&, moor::CallerRequest const&) {}
  virtual void on_answered(VirtualTime, CallerQuestion const&, moor::CallerReply const&) {}
  /// Before anything is told of any input of any node: for what is due by now.
  virtual void on_time(VirtualTime) {}
};

/// A property of what daemons do for workers and callers.
class DaemonChecker : public Checker, public DaemonWatcher {
 public:
  DaemonChecker(Verdict& verdict, Roles const& roles) : Checker(verdict), roles_(roles) {}

 protected:
  Roles const& roles() const { return roles_; }

 private:
  Roles const& roles_;
};

/// Reads the daemon's sockets for workers and callers, and the callers', once for all who watch.
class DaemonWire final : public Wire<DaemonWatcher> {
 public:
  using Wire::Wire;
  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;

 private:
  void on_message(VirtualTime now, NodeId node, PeerId const& peer, Direction direction,
                  Frames const& frames);
  void on_control(VirtualTime now, NodeId node, Frames const& frames);
  void on_control_reply(VirtualTime now, NodeId node, Frames const& frames);
  void on_callers_message(VirtualTime now, NodeId node, PeerId const& peer, Direction direction,
                          Frames const& frames);

  std::optional<ControlMessage> last_;  // Unanswered.
};

/// Whether the daemon took what a worker said.
bool is_accepted(moor::DaemonToWorkerReplyUnion const& reply);

}  // namespace drydock::simulator
