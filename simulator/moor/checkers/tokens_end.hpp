#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/daemon_wire.hpp"
#include "simulator/moor/trust/operator.hpp"

namespace drydock::simulator {

/// In a strict run no message counts whose token is missing, not valid yet, at its end or past it
/// by the daemon's own clock, or taken back; and no request goes to a worker all of whose tokens
/// are. What was taken back may count until the daemon's next look at its files. Source: tokens
/// ST-01 to ST-05, ST-10.
class TokensEnd final : public DaemonChecker {
 public:
  TokensEnd(Verdict& verdict, Roles const& roles, World& world, Operator const& someone)
      : DaemonChecker(verdict, roles), world_(world), operator_(someone) {}
  std::string_view name() const override { return "tokens_end"; }
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 protected:
  void on_control(VirtualTime now, NodeId daemon, ControlMessage const& message) override;
  void on_control_reply(VirtualTime now, NodeId daemon, std::optional<ControlMessage> const& asked,
                        moor::DaemonToWorkerReplyUnion const& reply) override;
  void on_dispatch(VirtualTime now, NodeId daemon, moor::WorkerRequest const& request) override;

 private:
  enum class Use : std::uint8_t { message, dispatch };
  /// Why that token may not count now; nothing if it may. That it has not begun is nothing to a
  /// worker that was heard with it before a clock went back.
  std::optional<std::string> why_not(VirtualTime now, NodeId daemon, std::string const& token,
                                     Use use) const;
  bool knows_of(VirtualTime now, TakenBack const& taken_back) const;

  World& world_;
  Operator const& operator_;
  Pace pace_;
  std::map<Uuid, std::set<std::string>> shown_;  // The tokens with which each worker was heard.
  std::optional<std::string> why_not_;           // Of the message that the next reply is for.
};

}  // namespace drydock::simulator
