#include "simulator/faults/link_trouble.hpp"

#include <utility>

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {

using namespace std::chrono_literals;

Action change_trouble(Ways const& ways, std::function<void(LinkTrouble&)> change) {
  return [ways, change = std::move(change)](World& world) {
    each_way(ways, [&](NodeId from, NodeId to) {
      LinkTrouble trouble = world.network().link(from, to).trouble();
      change(trouble);
      world.network().trouble(from, to, trouble);
    });
  };
}

Result<Action> parse_trouble_delay(Words& words, World const& world,
                                   Duration LinkTrouble::* delay) {
  Result<Ways> const ways = parse_ways(words, world);
  if (!ways) return tl::make_unexpected(ways.error());
  Result<Duration> const lasts = words.duration();
  if (!lasts) return tl::make_unexpected(lasts.error());
  return change_trouble(*ways,
                        [delay, lasts = *lasts](LinkTrouble& trouble) { trouble.*delay = lasts; });
}

std::vector<DrawnCommand> draw_trouble_delay(std::string const& verb, Rng& rng,
                                             FaultTargets const& targets) {
  auto const& [a, b] = draw_one(rng, targets.links);
  std::string const ways = a + " -- " + b;
  std::string const delay = to_text(draw_duration(rng, 10ms, 5s));
  Duration const lasts = draw_duration(rng, 1s, 20s);
  return {{0s, verb + " " + ways + " " + delay},
          {0s, "disconnect " + a + " " + b},
          {lasts, verb + " " + ways + " 0s"}};
}

}  // namespace drydock::simulator
