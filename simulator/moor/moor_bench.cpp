#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>

#include "reference/core/ensure.hpp"
#include "simulator/moor/cluster.hpp"
#include "simulator/moor/moor_protocol.hpp"
#include "simulator/scenario/runner.hpp"

// Issue 5's figures. What they are, and what was done for them: simulator/SPEED.md.

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

/// Messages through daemon, workers and askers, without cryptography and checkers: requests,
/// results, acknowledgements and answers, each encoded, carried and decoded.
void protocol_messages(benchmark::State& state) {
  Cluster cluster({.workers = 4, .askers = 20});
  std::uint64_t const before = cluster.messages();
  for (auto _ : state) cluster.world().step();
  state.SetItemsProcessed(static_cast<std::int64_t>(cluster.messages() - before));
}
BENCHMARK(protocol_messages);

/// A scenario as a file would have it: 1 daemon, 2 hosts, 4 workers, 20 clients; a crash, a
/// partition and a disconnection, healing, after which everybody has to be served, and all
/// checkers. In a *standard* scenario every second client logs in as a player of its own, and half
/// of those ask a worker; the others look in and leave. In a *busy* one all log in and ask.
enum class Crowd : std::uint8_t { standard, busy };

Scenario scenario_of(Crowd crowd, std::uint64_t seed) {
  bool const is_busy = crowd == Crowd::busy;
  std::string text = fmt::format("seed {}\nnode d daemon\nnode h1 host\nnode h2 host\n", seed);
  for (int k = 1; k <= 4; ++k) text += fmt::format("node w{} worker\n", k);
  for (int k = 1; k <= 20; ++k) {
    text += fmt::format("at {}ms arrive h{} p{} as nobody\n", 1000 + 50 * k, 1 + k % 2, k);
    if (!is_busy && k % 2 != 0) {
      text += fmt::format("at {}ms leave p{}\n", 3000 + 50 * k, k);
      continue;
    }
    text += fmt::format("at {}ms type p{} create p{} secret\n", 1500 + 50 * k, k, k);
    if (!is_busy && k % 4 != 0) continue;
    text += fmt::format("at {}ms type p{} echo w{}\n", 3000 + 50 * k, k, k);
  }
  text += "at 2500ms crash w2\nat 3500ms cut w1 -- d\nat 3800ms heal w1 -- d\n";
  text += "at 4500ms disconnect h1 d\nrun 6s\nsettle 1m\n";
  Result<Scenario> scenario = parse_scenario(text);
  ENSURE(scenario.has_value());
  return *std::move(scenario);
}

/// What nodes sent in one of them.
std::ptrdiff_t messages_of(Crowd crowd) {
  RunSettings settings;
  settings.keep_records = true;
  Result<RunResult> const result = run_scenario(scenario_of(crowd, 1), MoorProtocol{}, settings);
  ENSURE(result.has_value());
  return std::count_if(result->records.begin(), result->records.end(),
                       [](EventRecord const& record) { return record.what == "send"; });
}

void whole_scenarios(benchmark::State& state, Crowd crowd) {
  MoorProtocol const protocol;
  std::uint64_t seed = 0;
  std::uint64_t events = 0;
  for (auto _ : state) {
    Result<RunResult> const result = run_scenario(scenario_of(crowd, ++seed), protocol);
    if (!result) return state.SkipWithError(result.error().message.c_str());
    if (result->failure) return state.SkipWithError(result->failure->what.c_str());
    events += result->events;
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["events"] =
      benchmark::Counter(static_cast<double>(events), benchmark::Counter::kAvgIterations);
  state.counters["messages"] = static_cast<double>(messages_of(crowd));
}
void standard_scenarios(benchmark::State& state) { whole_scenarios(state, Crowd::standard); }
BENCHMARK(standard_scenarios)->Unit(benchmark::kMillisecond);
void busy_scenarios(benchmark::State& state) { whole_scenarios(state, Crowd::busy); }
BENCHMARK(busy_scenarios)->Unit(benchmark::kMillisecond);

/// A minute of a cluster in which nothing happens but pings and pongs. `times_real` is how much
/// faster than the calendar that is.
void idle_cluster(benchmark::State& state) {
  Cluster cluster({.hosts = 4, .workers = 8});
  cluster.connect(50);
  std::uint64_t const before = cluster.messages();
  for (auto _ : state) cluster.world().run_until(cluster.world().now() + 1min);
  state.SetItemsProcessed(static_cast<std::int64_t>(cluster.messages() - before));
  state.counters["times_real"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * 60, benchmark::Counter::kIsRate);
}
BENCHMARK(idle_cluster)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace drydock::simulator
