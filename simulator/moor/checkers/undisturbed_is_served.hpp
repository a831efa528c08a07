#pragma once

#include <map>
#include <utility>

#include "simulator/moor/checkers/calm.hpp"
#include "simulator/moor/daemon_wire.hpp"

namespace drydock::simulator {

/// As long as no fault has happened, a request that found a worker is answered by it: it does not
/// run into a timeout that its work does not need, and its worker does not get lost. Source: UQ-01,
/// UQ-02, UQ-11, UQ-16, W-16.
class UndisturbedIsServed final : public DaemonChecker {
 public:
  using DaemonChecker::DaemonChecker;
  std::string_view name() const override { return "undisturbed_is_served"; }
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) override;

 protected:
  void on_asked(VirtualTime now, CallerQuestion const& question,
                moor::CallerRequest const& request) override;
  void on_answered(VirtualTime now, CallerQuestion const& question,
                   moor::CallerReply const& reply) override;

 private:
  /// Whether the request's own work, or its waiting for a turn, takes so long that it may time out.
  bool may_time_out(moor::CallerRequest const& request) const;

  Calm calm_;
  bool is_settling_ = false;
  std::map<std::pair<NodeId, Uuid>, moor::CallerRequest> asked_;
};

}  // namespace drydock::simulator
