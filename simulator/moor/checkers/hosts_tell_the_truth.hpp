#pragma once

#include <map>
#include <set>

#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/people/host_wire.hpp"
#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// What a host says of itself is so: its type, which is tcp for all of ours, and where people can
/// arrive. What changed in the last 10 s may not have come into what is said. Source: H-04, H-05,
/// H-32, HQ-60, HQ-61.
class HostsTellTheTruth final : public HostChecker {
 public:
  HostsTellTheTruth(Verdict& verdict, World& world) : HostChecker(verdict), world_(world) {}
  std::string_view name() const override { return "hosts_tell_the_truth"; }

  void on_said(VirtualTime now, NodeId host,
               moor::HostToDaemonMessageUnion const& message) override;
  void on_asked(VirtualTime now, NodeId host, ClientCall const& call) override;
  void on_hosts_told(VirtualTime now, NodeId host,
                     moor::HostBroadcastEventUnion const& event) override;
  void on_host(VirtualTime now, NodeId host, NodeEvent event) override;

 private:
  void compare(VirtualTime now, NodeId host, std::vector<moor::Listener> const& told);
  void check_type(moor::HostType type);

  World& world_;
  std::map<NodeId, Pace> paces_;
  std::map<NodeId, VirtualTime> changed_;  // When it was last told to listen, or not to.
};

}  // namespace drydock::simulator
