#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "reference/moor/caller/caller.hpp"
#include "simulator/faults/fault.hpp"
#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/message_text.hpp"
#include "simulator/moor/roles.hpp"
#include "simulator/scenario/checker.hpp"

namespace drydock::simulator {

/// Callers that ask, and what they are told: `request c echo {1, 2}`, or `request c echo
/// within 1.5s {1, 2}` with a timeout. A remark tells how each ended. Its property,
/// `caller_is_told`: each request that a caller was told to make ends exactly once for that caller,
/// by an answer or by a reason of its own why there is none.
class Requests final : public Checker {
 public:
  Requests(Verdict& verdict, World& world, Roles const& roles, MessageText& text)
      : Checker(verdict), world_(world), roles_(roles), text_(text) {}
  std::string_view name() const override { return "caller_is_told"; }

  /// The command whose verb has been read.
  Result<Action> parse(World const& world, Words& words);
  void ask(NodeId caller, moor::CallerRequest request);
  bool is_settled() const { return open_.empty(); }

  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void at_end(VirtualTime now, bool settled) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  struct Open {
    NodeId caller;
    VirtualTime due;
  };
  VirtualTime due_of(NodeId caller, moor::CallerRequest const& request) const;
  void look(NodeId caller);
  void look_for_overdue(VirtualTime now);

  World& world_;
  Roles const& roles_;
  MessageText& text_;
  std::map<Uuid, Open> open_;
  VirtualTime next_due_ = VirtualTime::max();
  std::map<NodeId, Pace> paces_;
  std::map<NodeId, std::size_t> seen_;  // How many of a caller's outcomes were looked at.
};

}  // namespace drydock::simulator
