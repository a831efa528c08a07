#pragma once

#include <cstddef>
#include <map>

#include "simulator/moor/roles.hpp"
#include "simulator/scenario/checker.hpp"

namespace drydock::simulator {

/// A worker says that it is there once for each time that it is asked. It may say it again only
/// where the daemon cannot have heard it, or did not take it. Source: W-08, W-35.
class WorkersPongOnce final : public Checker {
 public:
  WorkersPongOnce(Verdict& verdict, Roles const& roles) : Checker(verdict), roles_(roles) {}
  std::string_view name() const override { return "workers_pong_once"; }
  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  struct Count {
    std::size_t allowed = 0;
    std::size_t pongs = 0;
  };

  Roles const& roles_;
  std::map<NodeId, Count> counts_;
};

}  // namespace drydock::simulator
