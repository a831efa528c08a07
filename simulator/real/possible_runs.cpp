#include "simulator/real/possible_runs.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t others = 200;
/// From messages that keep pace with each other to those of processes that wait for a processor.
constexpr std::array<Duration, 4> jitters = {10us, LinkSettings{}.jitter, 5ms, 50ms};

Scenario other(Scenario scenario, std::uint64_t number) {
  scenario.seed = Seed{number};
  Duration const jitter = jitters[number % jitters.size()];
  bool const is_default = scenario.link == LinkSettings{};
  scenario.link.jitter = is_default ? jitter : std::max(scenario.link.jitter, jitter);
  return scenario;
}

}  // namespace

std::optional<Difference> difference_to_model(Scenario const& scenario, Protocol const& protocol,
                                              MessageReader& reader, Said const& own,
                                              Said const& real) {
  std::map<std::string, Difference> left = differences(own, real);
  for (std::uint64_t number = 1; !left.empty() && number <= others; ++number) {
    auto const simulated = say_simulated(other(scenario, number), protocol, reader);
    if (!simulated) break;
    std::erase_if(left, [&](auto const& one) { return !difference(one.first, *simulated, real); });
  }
  if (left.empty()) return std::nullopt;
  return std::min_element(left.begin(), left.end(),
                          [](auto const& a, auto const& b) { return a.second.at < b.second.at; })
      ->second;
}

}  // namespace drydock::simulator
