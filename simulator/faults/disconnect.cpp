#include "simulator/faults/disconnect.hpp"

namespace drydock::simulator {
namespace {

Result<Action> parse_disconnect(std::string_view, Words& words, World const& world) {
  Result<NodeId> const a = words.node(world);
  if (!a) return tl::make_unexpected(a.error());
  Result<NodeId> const b = words.node(world);
  if (!b) return tl::make_unexpected(b.error());
  return Action{[a = *a, b = *b](World& target) { target.network().disconnect(a, b); }};
}

std::vector<DrawnCommand> draw_disconnect(Rng& rng, FaultTargets const& targets) {
  auto const& [a, b] = draw_one(rng, targets.links);
  return {{Duration{0}, "disconnect " + a + " " + b}};
}

}  // namespace

FaultKind disconnect_fault() {
  return {"disconnect",
          "disconnect A B",
          "TCP resets a connection, or an operator's firewall does; ZeroMQ connects again",
          {"disconnect"},
          parse_disconnect,
          draw_disconnect};
}

}  // namespace drydock::simulator
