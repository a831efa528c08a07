#pragma once

#include "simulator/moor/worker_wire.hpp"

namespace drydock::simulator {

/// Where workers have no tokens, none shows one. Source: TK-12.
class ShowsNoToken final : public WorkerChecker {
 public:
  using WorkerChecker::WorkerChecker;
  std::string_view name() const override { return "shows_no_token"; }
  void on_said(VirtualTime, NodeId, WorkerSaid const& said) override {
    if (said.shows_token) fail("a worker shows a token where there is none to have");
  }
};

}  // namespace drydock::simulator
