#pragma once

#include <map>

#include "simulator/moor/daemon_wire.hpp"
#include "simulator/moor/worker_wire.hpp"

namespace drydock::simulator {

/// Each worker hears the requests to all of them, and answers those that name it. Source: W-17.
class AnswersItsOwn final : public DaemonChecker, public WorkerWatcher {
 public:
  using DaemonChecker::DaemonChecker;
  std::string_view name() const override { return "answers_its_own"; }
  void on_dispatch(VirtualTime now, NodeId daemon, moor::WorkerRequest const& request) override;
  void on_said(VirtualTime now, NodeId node, WorkerSaid const& said) override;

 private:
  std::map<Uuid, Uuid> workers_;  // By request: whom it names.
};

}  // namespace drydock::simulator
