#include "simulator/faults/delay.hpp"

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

void set(World& world, NodeId from, NodeId to, bool is_jitter, Duration value) {
  Link& link = world.network().link(from, to);
  LinkSettings settings = link.settings();
  (is_jitter ? settings.jitter : settings.latency) = value;
  link.set(settings);
}

Result<Action> parse_delay(std::string_view verb, Words& words, World const& world) {
  Result<Ways> const ways = parse_ways(words, world);
  if (!ways) return tl::make_unexpected(ways.error());
  Result<Duration> const value = words.duration();
  if (!value) return tl::make_unexpected(value.error());
  bool const is_jitter = verb == "jitter";
  return Action{[ways = *ways, value = *value, is_jitter](World& target) {
    set(target, ways.from, ways.to, is_jitter, value);
    if (ways.both) set(target, ways.to, ways.from, is_jitter, value);
  }};
}

std::vector<DrawnCommand> draw_delay(Rng& rng, FaultTargets const& targets) {
  std::string const ways = draw_ways(rng, targets);
  Duration const latency = draw_duration(rng, 1ms, 6s);
  Duration const lasts = draw_duration(rng, 1s, 20s);
  return {{0s, "delay " + ways + " " + to_text(latency)}, {lasts, "delay " + ways + " 1ms"}};
}

std::vector<DrawnCommand> draw_jitter(Rng& rng, FaultTargets const& targets) {
  std::string const ways = draw_ways(rng, targets);
  Duration const jitter = draw_duration(rng, 1ms, 3s);
  return {{0s, "jitter " + ways + " " + to_text(jitter)}};
}

}  // namespace

FaultKind delay_fault() {
  return {"delay",
          "delay A -> B 50ms, delay A -- B 50ms",
          "a route is long, or a buffer full",
          {"delay"},
          parse_delay,
          draw_delay};
}

FaultKind jitter_fault() {
  return {"jitter",
          "jitter A -> B 20ms, jitter A -- B 20ms",
          "queues on the way fill and empty",
          {"jitter"},
          parse_delay,
          draw_jitter};
}

}  // namespace drydock::simulator
