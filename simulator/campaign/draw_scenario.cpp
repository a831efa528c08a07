#include "simulator/campaign/draw_scenario.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "simulator/faults/odd_message.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t faults_max = 8;
constexpr Ratio kind_is_in{1, 2};
constexpr Ratio is_by_meaning{1, 3};
constexpr std::uint64_t ordinal_max = 6;
constexpr std::uint64_t odd_messages_max = 6;
constexpr Ratio has_odd_messages{1, 3};

LinkSettings draw_link(Rng& rng) {
  LinkSettings link;
  constexpr Duration latencies[] = {20us, 100us, 1ms, 20ms, 150ms};
  link.latency = latencies[rng.below(std::size(latencies))];
  constexpr Duration jitters[] = {0s, 10us, 400us, 5ms, 50ms};
  link.jitter = jitters[rng.below(std::size(jitters))];
  return link;
}

std::vector<FaultKind const*> draw_kinds(Rng& rng, FaultTargets const& targets) {
  std::vector<FaultKind const*> kinds;
  for (FaultKind const& kind : fault_kinds()) {
    if (kind.can_draw != nullptr && !kind.can_draw(targets)) continue;
    if (kind.name == odd_message) continue;
    if (rng.chance(kind_is_in)) kinds.push_back(&kind);
  }
  return kinds;
}

Occasion draw_occasion(Rng& rng, Protocol::Draw const& cast) {
  auto const& [message, sender] = draw_one(rng, cast.messages);
  Occasion occasion;
  occasion.message = message;
  occasion.sender = sender;
  occasion.ordinal = 1 + rng.below(ordinal_max);
  bool const leaves = rng.chance({1, 2});
  occasion.point = leaves ? Occasion::Point::leaves : Occasion::Point::arrives;
  return occasion;
}

/// One fault as steps: its first command at an instant or on an occasion, what ends it at its time.
void draw_fault(Rng& rng, FaultKind const& kind, Protocol::Draw const& cast, Duration lasts,
                std::vector<Step>& steps) {
  Duration const begins = draw_duration(rng, 0s, lasts);
  bool const by_meaning = rng.chance(is_by_meaning) && !cast.messages.empty();
  std::vector<DrawnCommand> const commands = kind.draw(rng, cast.targets);
  for (std::size_t at = 0; at < commands.size(); ++at) {
    Step step;
    step.command = commands[at].text;
    if (at == 0 && by_meaning) {
      step.kind = Step::Kind::when;
      step.when = draw_occasion(rng, cast);
    } else {
      step.kind = Step::Kind::at;
      step.time = begins + commands[at].after;
    }
    steps.push_back(std::move(step));
  }
}

/// There are far more of them than of other faults, so they come beside those, in some runs.
void draw_odd_messages(Rng rng, Protocol::Draw const& cast, Duration lasts,
                       std::vector<Step>& steps) {
  FaultKind const kind = odd_message_fault();
  if (!kind.can_draw(cast.targets) || !rng.chance(has_odd_messages)) return;
  std::uint64_t const count = 1 + rng.below(odd_messages_max);
  for (std::uint64_t at = 0; at < count; ++at) draw_fault(rng, kind, cast, lasts, steps);
}

bool comes_before(Step const& a, Step const& b) {
  bool const a_waits = a.kind == Step::Kind::when;
  bool const b_waits = b.kind == Step::Kind::when;
  if (a_waits != b_waits) return a_waits;
  return a.time < b.time;
}

/// Stable, and without std::stable_sort, which clang 19 refuses with g++ 12's library.
std::vector<Step> sorted(std::vector<Step> steps) {
  std::vector<std::size_t> order(steps.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (comes_before(steps[a], steps[b])) return true;
    return !comes_before(steps[b], steps[a]) && a < b;
  });
  std::vector<Step> result;
  for (std::size_t const at : order) result.push_back(std::move(steps[at]));
  return result;
}

Step timed(Step::Kind kind, Duration time) {
  Step step;
  step.kind = kind;
  step.time = time;
  return step;
}

}  // namespace

Scenario draw_scenario(Protocol const& protocol, Seed seed, DrawSettings const& settings) {
  Rng const rng{seed};
  Rng network_rng = rng.fork("draw network");
  Rng swarm_rng = rng.fork("draw faults");
  Protocol::Draw cast = protocol.draw(rng.fork("draw cast"), settings.lasts, settings.profile);

  Scenario scenario;
  scenario.seed = seed;
  scenario.profile = settings.profile;
  scenario.defects = settings.defects;
  scenario.link = draw_link(network_rng);
  std::vector<FaultKind const*> const kinds = draw_kinds(swarm_rng, cast.targets);
  std::uint64_t const faults = kinds.empty() ? 0 : swarm_rng.below(faults_max + 1);
  std::vector<Step> steps = std::move(cast.steps);
  for (std::uint64_t fault = 0; fault < faults; ++fault) {
    FaultKind const& kind = *draw_one(swarm_rng, kinds);
    draw_fault(swarm_rng, kind, cast, settings.lasts, steps);
  }
  draw_odd_messages(rng.fork("draw odd messages"), cast, settings.lasts, steps);
  scenario.nodes = std::move(cast.nodes);
  scenario.steps = sorted(std::move(steps));
  scenario.steps.push_back(timed(Step::Kind::run, settings.lasts));
  scenario.steps.push_back(timed(Step::Kind::settle, cast.settles_within));
  return scenario;
}

}  // namespace drydock::simulator
