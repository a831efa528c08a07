#pragma once

#include "simulator/moor/roles.hpp"
#include "simulator/moor/trust/operator.hpp"
#include "simulator/scenario/checker.hpp"

namespace drydock::simulator {

/// Nobody is enrolled who does not say one request in one frame, with the token that counts now, a
/// key that is one, and names without control characters; and a refusal says why, by what is
/// looked at first, and nothing else. Renewals are held to what a token says elsewhere. Source:
/// EN-03, EN-05, EN-06, EN-12, EN-14, UQ-36.
class EnrollsRightly final : public Checker {
 public:
  EnrollsRightly(Verdict& verdict, Roles const& roles, Operator const& someone)
      : Checker(verdict), roles_(roles), operator_(someone) {}
  std::string_view name() const override { return "enrolls_rightly"; }
  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;

 private:
  /// Why what was asked must not be granted; empty if it may be.
  std::string objection(Frames const& frames);

  Roles const& roles_;
  Operator const& operator_;
  std::string objection_;
  bool has_short_key_ = false;
};

}  // namespace drydock::simulator
