#include "simulator/faults/bandwidth.hpp"

#include "simulator/faults/link_trouble.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_bandwidth(std::string_view, Words& words, World const& world) {
  Result<Ways> const ways = parse_ways(words, world);
  if (!ways) return tl::make_unexpected(ways.error());
  Result<std::uint64_t> const bytes = words.number("bytes a second, or 0 for no limit");
  if (!bytes) return tl::make_unexpected(bytes.error());
  return change_trouble(
      *ways, [bytes = *bytes](LinkTrouble& trouble) { trouble.bytes_per_second = bytes; });
}

std::vector<DrawnCommand> draw_bandwidth(Rng& rng, FaultTargets const& targets) {
  std::string const ways = draw_ways(rng, targets);
  constexpr std::uint64_t rates[] = {50, 1000, 20'000};
  std::uint64_t const rate = rates[rng.below(std::size(rates))];
  Duration const lasts = draw_duration(rng, 1s, 20s);
  return {{0s, "bandwidth " + ways + " " + std::to_string(rate)},
          {lasts, "bandwidth " + ways + " 0"}};
}

}  // namespace

FaultKind bandwidth_fault() {
  return {"bandwidth",
          "bandwidth A -> B 1000 (bytes a second; 0 is no limit), bandwidth A -- B 1000",
          "a line is narrow, or shared with others",
          {"bandwidth"},
          parse_bandwidth,
          draw_bandwidth};
}

}  // namespace drydock::simulator
