#pragma once

#include <set>

#include "simulator/moor/checkers/calm.hpp"
#include "simulator/moor/people/host_wire.hpp"

namespace drydock::simulator {

/// As long as nothing has gone wrong, the first words that a daemon has for a new client are heard
/// by its host, which subscribed before it asked. It shows where the daemon does not keep them.
/// Source: H-07, HQ-13.
class Greeted final : public HostChecker {
 public:
  using HostChecker::HostChecker;
  std::string_view name() const override { return "greeted"; }

  void on_told(VirtualTime now, NodeId host, ClientCall const& call,
               moor::ReplyResultUnion const& result) override;
  void on_asked(VirtualTime now, NodeId host, ClientCall const& call) override;
  void on_network(VirtualTime now, NetworkEvent const& event) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) override;

 private:
  Calm calm_;
  std::set<Uuid> there_;
};

}  // namespace drydock::simulator
