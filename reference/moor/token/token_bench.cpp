#include <benchmark/benchmark.h>

#include <string>

#include "reference/core/ensure.hpp"
#include "reference/moor/token/token_checker.hpp"

// What a token costs: to sign one, to verify one that was never seen, and to recognise one from the
// cache, with its times, its revocation and its holder checked each time.

namespace drydock::moor::token {
namespace {

using drydock::token::Revocations;
using drydock::token::TrustedKeys;

struct Bench {
  Rng rng{Seed{1}};
  SecretKey key = SecretKey::random(rng);
  TrustedKeys keys{key.public_key()};
  Revocations revocations;
  WallTime now = *WallTime::parse("2026-07-22T12:00:00Z");
  WorkerToken token{Uuid::random(rng), "echo"};
  Stamp stamp{now, std::chrono::hours{1}, Uuid::random(rng)};
};

void mint_worker_token(benchmark::State& state) {
  Bench const bench;
  for (auto _ : state) {
    std::string const text = mint(bench.token, bench.key, bench.stamp);
    benchmark::DoNotOptimize(text.data());
  }
}
BENCHMARK(mint_worker_token);

void check_worker_token(benchmark::State& state, std::size_t cache_capacity) {
  Bench const bench;
  std::string const text = mint(bench.token, bench.key, bench.stamp);
  TokenChecker checker{TokenProfile::strict, cache_capacity};
  for (auto _ : state) {
    auto const checked =
        checker.worker(text, bench.token.worker_id, {bench.keys, bench.revocations, bench.now});
    ENSURE(checked.has_value());
  }
}
BENCHMARK_CAPTURE(check_worker_token, never_seen, 0);
BENCHMARK_CAPTURE(check_worker_token, cached, 16);

}  // namespace
}  // namespace drydock::moor::token
