#include "simulator/faults/flap.hpp"

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_flap(std::string_view, Words& words, World const& world) {
  Result<NodeId> const a = words.node(world);
  if (!a) return tl::make_unexpected(a.error());
  Result<NodeId> const b = words.node(world);
  if (!b) return tl::make_unexpected(b.error());
  Result<std::uint64_t> const times = words.number("how many times");
  if (!times) return tl::make_unexpected(times.error());
  Result<Duration> const period = words.duration();
  if (!period) return tl::make_unexpected(period.error());
  return Action{[a = *a, b = *b, times = *times, period = *period](World& target) {
    for (std::uint64_t time = 0; time < times; ++time) {
      target.at(target.now() + period * static_cast<std::int64_t>(time),
                [&target, a, b] { target.network().disconnect(a, b); });
    }
  }};
}

std::vector<DrawnCommand> draw_flap(Rng& rng, FaultTargets const& targets) {
  auto const& [a, b] = draw_one(rng, targets.links);
  std::uint64_t const times = 2 + rng.below(10);
  Duration const period = draw_duration(rng, 20ms, 1s);
  return {{0s, "flap " + a + " " + b + " " + std::to_string(times) + " " + to_text(period)}};
}

}  // namespace

FaultKind flap_fault() {
  return {"flap",
          "flap A B 5 200ms (times, and how far apart)",
          "a bad cable or a restarting proxy; ZeroMQ waits longer before each attempt, if told to",
          {"flap"},
          parse_flap,
          draw_flap};
}

}  // namespace drydock::simulator
