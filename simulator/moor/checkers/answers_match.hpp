#pragma once

#include <map>
#include <utility>

#include "simulator/moor/daemon_wire.hpp"

namespace drydock::simulator {

/// What a caller is told is the outcome of its own request: the value that the test service gives
/// for these very arguments, or the failure that they ask for; any other error may come, but no
/// other value. It shows most where each request has arguments of its own. Source: DW-25, DW-27.
class AnswersMatch final : public DaemonChecker {
 public:
  using DaemonChecker::DaemonChecker;
  std::string_view name() const override { return "answers_match"; }
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 protected:
  void on_asked(VirtualTime now, CallerQuestion const& question,
                moor::CallerRequest const& request) override;
  void on_answered(VirtualTime now, CallerQuestion const& question,
                   moor::CallerReply const& reply) override;

 private:
  std::map<std::pair<NodeId, Uuid>, moor::CallerRequest> asked_;
};

}  // namespace drydock::simulator
