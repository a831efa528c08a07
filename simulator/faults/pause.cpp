#include "simulator/faults/pause.hpp"

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_pause(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  if (verb == "resume") return Action{[node = *node](World& target) { target.resume(node); }};
  if (words.at_end()) return Action{[node = *node](World& target) { target.pause(node); }};
  Result<Duration> const lasts = words.duration();
  if (!lasts) return tl::make_unexpected(lasts.error());
  return Action{[node = *node, lasts = *lasts](World& target) {
    if (!target.pause(node)) return;
    target.at(target.now() + lasts, [&target, node] { target.resume(node); });
  }};
}

std::vector<DrawnCommand> draw_pause(Rng& rng, FaultTargets const& targets) {
  std::string const node = draw_one(rng, targets.processes);
  Duration const lasts = draw_duration(rng, 10ms, 20s);
  return {{0s, "pause " + node + " " + to_text(lasts)}};
}

}  // namespace

FaultKind pause_fault() {
  return {"pause",
          "pause A 3s, pause A, resume A",
          "SIGSTOP, a suspended virtual machine, a long garbage collection, swapping",
          {"pause", "resume"},
          parse_pause,
          draw_pause};
}

}  // namespace drydock::simulator
