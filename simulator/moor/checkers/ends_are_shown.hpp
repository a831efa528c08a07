#pragma once

#include <map>
#include <utility>

#include "simulator/moor/people/host_wire.hpp"
#include "simulator/moor/people/shown_watcher.hpp"

namespace drydock::simulator {

/// Nobody is told that a task's end is not waited for any more after the host has heard of that
/// end, also where it heard of it before it knew the task. Source: H-13, HQ-69.
class EndsAreShown final : public HostChecker, public ShownWatcher {
 public:
  using HostChecker::HostChecker;
  std::string_view name() const override { return "ends_are_shown"; }

  void on_heard(VirtualTime now, NodeId host, Uuid const& client,
                moor::ClientEventUnion const& event) override;
  void on_shown(NodeId host, moor::host::Shown const& shown) override;
  void on_host(VirtualTime now, NodeId host, NodeEvent event) override;

 private:
  std::map<std::pair<NodeId, moor::host::UserId>, Uuid> clients_;
  std::map<Uuid, std::map<std::uint64_t, VirtualTime>> ended_;  // When the host heard of it.
};

}  // namespace drydock::simulator
