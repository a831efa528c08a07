#pragma once

#include <map>
#include <optional>

#include "simulator/moor/checkers/calm.hpp"
#include "simulator/moor/daemon_wire.hpp"
#include "simulator/moor/worker_wire.hpp"

namespace drydock::simulator {

/// As long as no fault has happened, a worker has answered a request that reached it a second after
/// the timeout that its caller gave it: nobody waits for it any more. Source: W-23, DW-33.
class KeepsToTimeouts final : public DaemonChecker, public WorkerWatcher {
 public:
  using DaemonChecker::DaemonChecker;
  std::string_view name() const override { return "keeps_to_timeouts"; }
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) override;
  void on_put(VirtualTime now, NodeId node, Uuid const& request, bool is_its) override;
  void on_said(VirtualTime now, NodeId node, WorkerSaid const& said) override;

 protected:
  void on_time(VirtualTime now) override;
  void on_question(VirtualTime now, CallerQuestion const& question,
                   moor::CallerRequest const& request) override;
  void on_dispatch(VirtualTime now, NodeId node, moor::WorkerRequest const& request) override;

 private:
  void be_disturbed();

  Calm calm_;
  std::optional<double> asked_;        // The timeout of the question that is being dispatched.
  std::map<Uuid, Duration> timeouts_;  // Of what was dispatched.
  std::map<Uuid, VirtualTime> due_;    // Of what reached its worker.
  VirtualTime next_due_ = VirtualTime::max();  // Or earlier.
};

}  // namespace drydock::simulator
