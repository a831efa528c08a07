#pragma once

#include "simulator/moor/roles.hpp"
#include "simulator/scenario/checker.hpp"
#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// No host is granted what is not its to say: to speak for a connection with the token of another,
/// to answer for another player, to have a client id that is a topic of others, to be somebody with
/// a token that is none. Whose id is taken over is not asked here: it may have become free
/// meanwhile, and `sessions_hold` knows. Source: HQ-06, HQ-12, HQ-16, HQ-45; DC-10, DC-18, DC-20.
class PranksAreRefused final : public Checker {
 public:
  PranksAreRefused(Verdict& verdict, Roles const& roles, World& world)
      : Checker(verdict), roles_(roles), world_(world) {}
  std::string_view name() const override { return "pranks_are_refused"; }
  void on_input(VirtualTime now, NodeId node, Input const& input) override;

 private:
  Roles const& roles_;
  World& world_;
};

}  // namespace drydock::simulator
