#include "simulator/faults/forgotten.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_forgotten(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const a = words.node(world);
  if (!a) return tl::make_unexpected(a.error());
  Result<NodeId> const b = words.node(world);
  if (!b) return tl::make_unexpected(b.error());
  NodeId const noticed_by = verb == "half-open" ? *a : no_node;
  return Action{
      [a = *a, b = *b, noticed_by](World& target) { target.network().forget(a, b, noticed_by); }};
}

std::vector<DrawnCommand> draw_half_open(Rng& rng, FaultTargets const& targets) {
  auto const& [a, b] = draw_one(rng, targets.links);
  bool const first = rng.chance({1, 2});
  return {{0s, first ? "half-open " + a + " " + b : "half-open " + b + " " + a}};
}

std::vector<DrawnCommand> draw_black_hole(Rng& rng, FaultTargets const& targets) {
  auto const& [a, b] = draw_one(rng, targets.links);
  return {{0s, "black-hole " + a + " " + b}};
}

}  // namespace

FaultKind half_open_fault() {
  return {
      "half-open",
      "half-open A B (A learns it, B does not until all is healed)",
      "a firewall forgets a connection and resets who speaks first, and drops the other's words",
      {"half-open"},
      parse_forgotten,
      draw_half_open};
}

FaultKind black_hole_fault() {
  return {"black-hole",
          "black-hole A B (until all is healed; new connections are fine)",
          "a translation of addresses expires, or a peer's host vanishes without a word",
          {"black-hole"},
          parse_forgotten,
          draw_black_hole};
}

}  // namespace drydock::simulator
