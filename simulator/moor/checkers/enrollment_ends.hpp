#pragma once

#include <map>

#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/roles.hpp"
#include "simulator/scenario/checker.hpp"

namespace drydock::simulator {

/// Nobody waits for ever to be enrolled: 15 s after a question without an answer its socket is
/// closed. Source: EN-23, UQ-35.
class EnrollmentEnds final : public Checker {
 public:
  EnrollmentEnds(Verdict& verdict, Roles const& roles) : Checker(verdict), roles_(roles) {}
  std::string_view name() const override { return "enrollment_ends"; }
  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  Roles const& roles_;
  std::map<NodeId, VirtualTime> asked_;
  std::map<NodeId, Pace> paces_;
};

}  // namespace drydock::simulator
