#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "simulator/moor/daemon_wire.hpp"

namespace drydock::simulator {

/// Once all faults are over, every worker type that has a worker answers a request again, within
/// two minutes: the longest waits of a worker (30 s of silence, up to 60 s between two attempts to
/// attach) and some. Source: W-36, W-37, DW-43.
class ServedAfterHealing final : public DaemonChecker {
 public:
  using DaemonChecker::DaemonChecker;
  std::string_view name() const override { return "served_after_healing"; }

  /// The healing has happened. `types` are to be served.
  void begin(VirtualTime now, std::set<std::string> types);
  std::set<std::string> const& unserved() const { return unserved_; }
  void at_end(VirtualTime now, bool settled) override;

 protected:
  void on_asked(VirtualTime now, CallerQuestion const& question,
                moor::CallerRequest const& request) override;
  void on_answered(VirtualTime now, CallerQuestion const& question,
                   moor::CallerReply const& reply) override;
  void on_time(VirtualTime now) override;

 private:
  std::optional<VirtualTime> due_;
  std::set<std::string> unserved_;
  std::map<std::pair<NodeId, Uuid>, std::string> asked_;
};

}  // namespace drydock::simulator
