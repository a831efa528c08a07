#include "simulator/faults/abrupt_stop.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_abrupt_stop(std::string_view, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  return Action{[node = *node](World& target) {
    if (target.stop(node)) target.network().set_abrupt(node);
  }};
}

std::vector<DrawnCommand> draw_abrupt_stop(Rng& rng, FaultTargets const& targets) {
  std::string const node = draw_one(rng, targets.processes);
  Duration const down = draw_duration(rng, 0ms, 20s);
  return {{0s, "stop-unheard " + node}, {down, "restart " + node}};
}

}  // namespace

FaultKind linger_loss_fault() {
  return {"linger-loss",
          "stop-unheard A (it is asked to stop, and nothing that is on its way arrives)",
          "linger is 0 and the peer had not read yet; a close with unread data resets the stream",
          {"stop-unheard"},
          parse_abrupt_stop,
          draw_abrupt_stop};
}

}  // namespace drydock::simulator
