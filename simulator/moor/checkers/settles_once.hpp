#pragma once

#include <map>
#include <optional>
#include <set>

#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/daemon_wire.hpp"

namespace drydock::simulator {

/// Each request of a caller settles exactly once: the daemon that took it tells its outcome, in
/// time and not twice. In time is the request's own timeout and 5 s of grace, or the daemon's age
/// limit for requests without one. A daemon that ends owes nothing more; its callers learn from the
/// connection. Source: workers 5.3, DW-26, DW-31, UQ-02 to UQ-07.
class SettlesOnce final : public DaemonChecker {
 public:
  using DaemonChecker::DaemonChecker;
  std::string_view name() const override { return "settles_once"; }
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;
  void at_end(VirtualTime now, bool settled) override;

 protected:
  void on_question(VirtualTime now, CallerQuestion const& question,
                   moor::CallerRequest const& request) override;
  void on_unreadable(VirtualTime now, CallerQuestion const& question) override;
  void on_told(VirtualTime now, CallerQuestion const& question,
               moor::CallerReply const& reply) override;
  void on_time(VirtualTime now) override;

 private:
  Pace pace_;
  std::map<CallerQuestion, VirtualTime> owed_;  // With the end of its time.
  std::set<std::pair<VirtualTime, CallerQuestion>> by_time_;
  std::set<CallerQuestion> told_;
  std::map<CallerQuestion, std::size_t> unreadable_;  // How often each may be told so.
};

}  // namespace drydock::simulator
