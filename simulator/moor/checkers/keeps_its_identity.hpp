#pragma once

#include <map>
#include <set>
#include <string>

#include "simulator/moor/roles.hpp"
#include "simulator/scenario/checker.hpp"
#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// Whoever has enrolled, and has its files, asks with the key in them and with no other; and with
/// one id as long as it runs. Source: EN-20, EN-21, ST-07.
class KeepsItsIdentity final : public Checker {
 public:
  KeepsItsIdentity(Verdict& verdict, Roles const& roles, World& world)
      : Checker(verdict), roles_(roles), world_(world) {}
  std::string_view name() const override { return "keeps_its_identity"; }
  void on_output(VirtualTime now, NodeId node, Output const& output) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) override;

 private:
  Roles const& roles_;
  World& world_;
  std::map<NodeId, std::string> asked_with_;  // The key of the last request.
  std::map<NodeId, std::string> stored_;      // The key that an identity was stored with.
  std::map<NodeId, std::string> ids_;         // Of what runs.
  std::set<std::string> spoilt_;              // Whose files somebody or something has changed.
};

}  // namespace drydock::simulator
