#pragma once

#include <optional>
#include <set>
#include <string>

#include "simulator/scenario/checker.hpp"

namespace drydock::simulator {

/// Once all faults are over, everybody who is still at a host, and whoever arrives, is logged in
/// and gets an expression evaluated, within two minutes: the longest waits of a host (a minute for
/// a reply, 30 s of silence) and some. Source: H-04, H-09, H-30, DC-13.
class PeopleAreServed final : public Checker {
 public:
  explicit PeopleAreServed(Verdict& verdict) : Checker(verdict) {}
  std::string_view name() const override { return "people_are_served"; }

  /// The healing has happened. Those people are to be served.
  void begin(VirtualTime now, std::set<std::string> people);
  void served(std::string const& person) { unserved_.erase(person); }
  /// The person is not there any more.
  void left(std::string const& person) { unserved_.erase(person); }
  std::set<std::string> const& unserved() const { return unserved_; }

  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void at_end(VirtualTime now, bool settled) override;

 private:
  std::optional<VirtualTime> due_;
  std::set<std::string> unserved_;
};

}  // namespace drydock::simulator
