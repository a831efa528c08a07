#include <benchmark/benchmark.h>
#include <malloc.h>

#include "simulator/moor/cluster.hpp"

// What many clients cost, in time and memory. What was done for them: simulator/SPEED.md.

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

double heap_bytes() { return static_cast<double>(mallinfo2().uordblks); }

/// Messages of one who is at work while so many are connected; and the memory of each of those.
void messages_among_clients(benchmark::State& state) {
  auto const clients = static_cast<std::size_t>(state.range(0));
  Cluster cluster({.hosts = 4, .workers = 8});
  double const heap_before = heap_bytes();
  cluster.connect(clients);
  double const heap = heap_bytes() - heap_before;
  cluster.log_in(1);
  std::uint64_t const before = cluster.messages();
  for (auto _ : state) cluster.evaluate(0);
  state.SetItemsProcessed(static_cast<std::int64_t>(cluster.messages() - before));
  state.counters["bytes_per_client"] = heap / static_cast<double>(clients);
}
BENCHMARK(messages_among_clients)->RangeMultiplier(10)->Range(10, 10'000)->Iterations(2000);

/// All clients give signs of life, which is what many idle ones do: messages in a minute.
void pongs_of_clients(benchmark::State& state) {
  Cluster cluster({.hosts = 4, .workers = 8});
  cluster.connect(static_cast<std::size_t>(state.range(0)));
  std::uint64_t const before = cluster.messages();
  for (auto _ : state) cluster.world().run_until(cluster.world().now() + 5s);
  state.SetItemsProcessed(static_cast<std::int64_t>(cluster.messages() - before));
}
BENCHMARK(pongs_of_clients)->RangeMultiplier(10)->Range(10, 10'000)->Iterations(3);

}  // namespace
}  // namespace drydock::simulator
