#pragma once

#include <map>
#include <optional>
#include <utility>

#include "reference/core/uuid.hpp"
#include "simulator/moor/roles.hpp"
#include "simulator/scenario/checker.hpp"

namespace drydock::simulator {

/// A worker answers a request once. It may say it again only where the daemon cannot have heard it,
/// since its connection broke or was given up, or did not take it, as an invalid payload or
/// a message that it rejects.
/// Source: W-12, W-13, W-16, W-24, W-39.
class AnswersOnce final : public Checker {
 public:
  AnswersOnce(Verdict& verdict, Roles const& roles) : Checker(verdict), roles_(roles) {}
  std::string_view name() const override { return "answers_once"; }
  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  void on_answer(NodeId node, Uuid const& request);
  /// What the worker has said may not have been taken.
  void allow_again(NodeId node);

  Roles const& roles_;
  std::map<std::pair<NodeId, Uuid>, bool> answered_;  // And whether once more is all right.
};

}  // namespace drydock::simulator
