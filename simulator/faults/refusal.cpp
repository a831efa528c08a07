#include "simulator/faults/refusal.hpp"

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_refused(std::string_view verb, Words& words, World const& world) {
  Result<Ways> const ways = parse_ways(words, world);
  if (!ways) return tl::make_unexpected(ways.error());
  bool const refuses = verb == "refuse";
  return Action{[ways = *ways, refuses](World& target) {
    each_way(ways, [&](NodeId from, NodeId to) {
      LinkTrouble trouble = target.network().link(from, to).trouble();
      trouble.refuses = refuses;
      target.network().trouble(from, to, trouble);
    });
  }};
}

/// Those that are there break, or nobody would ask.
std::vector<DrawnCommand> draw_refused(Rng& rng, FaultTargets const& targets) {
  auto const& [a, b] = draw_one(rng, targets.links);
  Duration const lasts = draw_duration(rng, 100ms, 20s);
  return {{0s, "refuse " + a + " -- " + b},
          {0s, "disconnect " + a + " " + b},
          {lasts, "accept " + a + " -- " + b}};
}

Result<Action> parse_slow(std::string_view, Words& words, World const& world) {
  Result<Ways> const ways = parse_ways(words, world);
  if (!ways) return tl::make_unexpected(ways.error());
  Result<Duration> const delay = words.duration();
  if (!delay) return tl::make_unexpected(delay.error());
  return Action{[ways = *ways, delay = *delay](World& target) {
    each_way(ways, [&](NodeId from, NodeId to) {
      LinkTrouble trouble = target.network().link(from, to).trouble();
      trouble.accept_delay = delay;
      target.network().trouble(from, to, trouble);
    });
  }};
}

std::vector<DrawnCommand> draw_slow(Rng& rng, FaultTargets const& targets) {
  auto const& [a, b] = draw_one(rng, targets.links);
  std::string const ways = a + " -- " + b;
  std::string const delay = to_text(draw_duration(rng, 10ms, 5s));
  Duration const lasts = draw_duration(rng, 1s, 20s);
  return {{0s, "slow-accept " + ways + " " + delay},
          {0s, "disconnect " + a + " " + b},
          {lasts, "slow-accept " + ways + " 0s"}};
}

}  // namespace

FaultKind refused_connection_fault() {
  return {"refused-connection",
          "refuse A -> B (new connections of A to B), refuse A -- B, accept A -- B",
          "a firewall rejects, or a listener's backlog is full",
          {"refuse", "accept"},
          parse_refused,
          draw_refused};
}

FaultKind slow_accept_fault() {
  return {"slow-accept",
          "slow-accept A -> B 2s (0s ends it), slow-accept A -- B 2s",
          "the first packet of a connection was lost and is sent again, or nobody accepts yet",
          {"slow-accept"},
          parse_slow,
          draw_slow};
}

}  // namespace drydock::simulator
