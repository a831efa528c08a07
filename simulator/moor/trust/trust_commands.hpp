#pragma once

#include <map>
#include <optional>
#include <string>

#include "simulator/faults/fault.hpp"
#include "simulator/moor/roles.hpp"
#include "simulator/moor/trust/operator.hpp"
#include "simulator/scenario/checker.hpp"

namespace drydock::simulator {

/// What an operator and an intruder can be told to do in a strict run:
///
///     rotate-enrollment-token d     rotate-signing-key d      revoke-signing-key d
///     revoke-token d w1             disallow d w1             allow d w1
///     intrude t as w1               with the token of w1, if one was seen
///     intrude t as anybody          with the token of any worker, if one was seen, and a fresh id
///
/// It also watches the wire for tokens: those are the ones that are revoked and stolen.
class TrustCommands final : public Observer {
 public:
  TrustCommands(World& world, Roles const& roles, Operator& someone)
      : world_(world), roles_(roles), operator_(someone), rng_(world.rng().fork("intruders")) {}

  static bool knows(std::string_view verb);
  Result<Action> parse(std::string_view verb, Words& words);
  void on_output(VirtualTime now, NodeId node, Output const& output) override;

 private:
  struct Seen {
    Uuid worker_id;
    std::string token;
  };

  Result<NodeId> node_of(Words& words, Role role) const;
  Result<Action> parse_about_worker(std::string_view verb, NodeId daemon, Words& words);
  Result<Action> parse_intrusion(Words& words);
  void intrude(NodeId intruder, std::optional<NodeId> victim);

  World& world_;
  Roles const& roles_;
  Operator& operator_;
  Rng rng_;
  std::map<NodeId, Seen> seen_;  // The last token of each worker.
};

}  // namespace drydock::simulator
