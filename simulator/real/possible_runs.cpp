#include "simulator/real/possible_runs.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <utility>
#include <vector>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t others = 300;
/// How long messages take, and by how much a process wakes up late, as well as whoever takes the
/// steps.
struct Pace {
  Duration jitter;
  Duration late;
};
/// From messages that keep pace with each other to those of processes that wait for a processor.
constexpr std::array<Pace, 8> paces = {{{10us, 0ms},
                                        {LinkSettings{}.jitter, 0ms},
                                        {LinkSettings{}.jitter, 5ms},
                                        {5ms, 5ms},
                                        {10us, 50ms},
                                        {50ms, 50ms},
                                        {10us, 300ms},
                                        {300ms, 300ms}}};
/// What is done at one instant is done in its order, and takes its time.
constexpr std::array<Duration, 3> spreads = {0ms, 1ms, 20ms};

/// One way that the same story may go.
struct Variant {
  Seed seed;
  Pace pace;
  Duration apart;
};

Variant variant(std::uint64_t number) {
  return {Seed{number}, paces[number % paces.size()],
          spreads[number / paces.size() % spreads.size()]};
}

/// Steps of one instant come that far apart, but before those of the next one; and what comes after
/// a `run`, such as the settling, is one of those of its end.
void spread(std::vector<Step>& steps, Duration apart) {
  std::map<Duration, std::vector<Step*>> instants;
  for (Step& step : steps) {
    if (step.kind == Step::Kind::at) instants[step.time].push_back(&step);
  }
  auto const each = [&](Duration at) {
    auto const next = instants.upper_bound(at);
    auto const count = static_cast<std::int64_t>(instants[at].size());
    return next == instants.end() ? apart : std::min(apart, (next->first - at) / (count + 1));
  };
  Duration now{0};
  for (Step& step : steps) {
    if (step.kind != Step::Kind::run) continue;
    now += step.time;
    if (!instants.contains(now)) continue;
    Duration const later = each(now) * static_cast<std::int64_t>(instants[now].size());
    step.time += later;
    now += later;
  }
  for (auto const& [at, group] : instants) {
    Duration const gap = each(at);
    Duration later{0};
    for (Step* const step : group) step->time += std::exchange(later, later + gap);
  }
}

/// All of them come that much later.
void put_off(std::vector<Step>& steps, Duration late) {
  bool runs = false;
  for (Step& step : steps) {
    bool const is_first_run = step.kind == Step::Kind::run && !std::exchange(runs, true);
    if (step.kind == Step::Kind::at || is_first_run) step.time += late;
  }
}

Scenario other(Scenario scenario, Variant const& variant) {
  scenario.seed = variant.seed;
  bool const is_default = scenario.link == LinkSettings{};
  scenario.link.jitter =
      is_default ? variant.pace.jitter : std::max(scenario.link.jitter, variant.pace.jitter);
  spread(scenario.steps, variant.apart);
  Rng rng = Rng{variant.seed}.fork("steps are late");
  auto const most = static_cast<std::uint64_t>(variant.pace.late.count());
  put_off(scenario.steps, Duration(rng.below(most + 1)));
  return scenario;
}

}  // namespace

std::optional<Difference> difference_to_model(Scenario const& scenario, Protocol const& protocol,
                                              MessageReader& reader, Said const& own,
                                              Said const& real) {
  std::map<std::string, Difference> left = differences(own, real);
  std::vector<Said> runs{own};
  for (std::uint64_t number = 1; !left.empty() && number <= others; ++number) {
    Variant const how = variant(number);
    auto simulated = say_simulated(other(scenario, how), protocol, reader, how.pace.late);
    if (!simulated) break;
    std::erase_if(left, [&](auto const& one) { return !difference(one.first, *simulated, real); });
    runs.push_back(*std::move(simulated));
  }
  std::erase_if(left, [&](auto const& one) { return is_in_their_order(one.first, runs, real); });
  if (left.empty()) return std::nullopt;
  return std::min_element(left.begin(), left.end(),
                          [](auto const& a, auto const& b) { return a.second.at < b.second.at; })
      ->second;
}

}  // namespace drydock::simulator
