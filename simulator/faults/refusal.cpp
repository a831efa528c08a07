#include "simulator/faults/refusal.hpp"

#include "simulator/faults/link_trouble.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_refused(std::string_view verb, Words& words, World const& world) {
  Result<Ways> const ways = parse_ways(words, world);
  if (!ways) return tl::make_unexpected(ways.error());
  return change_trouble(
      *ways, [refuses = verb == "refuse"](LinkTrouble& trouble) { trouble.refuses = refuses; });
}

/// Those that are there break, or nobody would ask.
std::vector<DrawnCommand> draw_refused(Rng& rng, FaultTargets const& targets) {
  auto const& [a, b] = draw_one(rng, targets.links);
  Duration const lasts = draw_duration(rng, 100ms, 20s);
  return {{0s, "refuse " + a + " -- " + b},
          {0s, "disconnect " + a + " " + b},
          {lasts, "accept " + a + " -- " + b}};
}

Result<Action> parse_slow_accept(std::string_view, Words& words, World const& world) {
  return parse_trouble_delay(words, world, &LinkTrouble::accept_delay);
}

std::vector<DrawnCommand> draw_slow_accept(Rng& rng, FaultTargets const& targets) {
  return draw_trouble_delay("slow-accept", rng, targets);
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
          parse_slow_accept,
          draw_slow_accept};
}

}  // namespace drydock::simulator
