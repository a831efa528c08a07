#pragma once

#include <optional>
#include <string>

#include "reference/moor/codec/caller_messages.hpp"
#include "reference/moor/codec/worker_messages.hpp"
#include "simulator/moor/roles.hpp"
#include "simulator/scenario/checker.hpp"

namespace drydock::simulator {

/// A checker that sees the protocol's messages, decoded, as they enter and leave nodes. What does
/// not decode is nobody's message.
class WireChecker : public Checker {
 public:
  WireChecker(Verdict& verdict, Roles const& roles) : Checker(verdict), roles_(roles) {}

  void on_input(VirtualTime now, NodeId node, Input const& input) final;
  void on_output(VirtualTime now, NodeId node, Output const& output) final;

 protected:
  struct Question {
    NodeId node;
    Route route;  // Of the daemon's; a caller has one only.
    Uuid id;
    friend auto operator<=>(Question const&, Question const&) = default;
  };

  // At the daemon. `worker` is what frame 0 says.
  virtual void on_token(VirtualTime, NodeId, Uuid const& /*worker*/,
                        std::optional<std::string> const&) {}
  virtual void on_control(VirtualTime, NodeId, Uuid const& /*worker*/,
                          moor::WorkerToDaemonUnion const&) {}
  virtual void on_control_reply(VirtualTime, NodeId, moor::DaemonToWorkerReplyUnion const&) {}
  virtual void on_dispatch(VirtualTime, NodeId, moor::WorkerRequest const&) {}
  virtual void on_enrollment_answered(VirtualTime, NodeId, Frames const&) {}
  virtual void on_question(VirtualTime, Question const&, moor::CallerRequest const&) {}
  /// A question that nobody can read, but for whose it is.
  virtual void on_unreadable(VirtualTime, Question const&) {}
  virtual void on_told(VirtualTime, Question const&, moor::CallerReply const&) {}
  // At a caller.
  virtual void on_asked(VirtualTime, Question const&, moor::CallerRequest const&) {}
  virtual void on_answered(VirtualTime, Question const&, moor::CallerReply const&) {}
  /// Any step of any node, for what is due by now.
  virtual void on_time(VirtualTime) {}

  Roles const& roles() const { return roles_; }

 private:
  void on_message(VirtualTime now, NodeId node, PeerId const& peer, Direction direction,
                  Frames const& frames);
  void on_control_message(VirtualTime now, NodeId node, Direction direction, Frames const& frames);
  void on_callers_message(VirtualTime now, NodeId node, PeerId const& peer, Direction direction,
                          Frames const& frames);

  Roles const& roles_;
};

}  // namespace drydock::simulator
