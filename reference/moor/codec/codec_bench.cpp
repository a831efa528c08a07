#include <benchmark/benchmark.h>

#include <algorithm>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"
#include "schema/moor/worker_generated.h"

// What a message costs a peer: to write it, to find out what it is (the union's member, the ids),
// to verify and read all of it, and to say why it is broken.

namespace drydock::moor {
namespace {

constexpr char const* row_text = "a string of some length";

Uuid uuid(std::uint8_t first) { return Uuid{{first, 2, 3}}; }

/// A result of about `bytes` bytes on the wire: a list of lists of a string and two numbers each.
WorkerToDaemonMessage result_of(std::size_t bytes) {
  constexpr std::size_t row_bytes = 144;
  List rows;
  for (std::size_t i = 0; i < bytes / row_bytes; ++i) {
    rows.elements.push_back(list_of({row_text, static_cast<int>(i), 2.5}));
  }
  return {RequestResult{uuid(1), uuid(2), std::move(rows)}, {}};
}

WorkerToDaemonMessage pong() { return {WorkerPong{uuid(1), Symbol{"echo"}}, {}}; }
DaemonToWorkerReply ack() { return {WorkerAck{}}; }

template <class Message>
void encode_loop(benchmark::State& state, Message const& message) {
  std::size_t bytes = 0;
  for (auto _ : state) {
    auto const encoded = encode(message);
    bytes = encoded->size();
    benchmark::DoNotOptimize(encoded->data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
  state.counters["bytes"] = static_cast<double>(bytes);
}

template <class Message, class Read>
void read_loop(benchmark::State& state, Message const& message, Read const& read) {
  auto const bytes = *encode(message);
  ENSURE(read(bytes));
  for (auto _ : state) benchmark::DoNotOptimize(read(bytes));
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes.size()) * state.iterations());
  state.counters["bytes"] = static_cast<double>(bytes.size());
}

bool decodes(Bytes const& bytes) { return decode_worker_to_daemon(bytes).has_value(); }

/// Enough to pass a message on: verified, its member known, and of a result the ids.
bool routes(Bytes const& bytes) {
  flatbuffers::Verifier verifier(bytes.data(), bytes.size(), 4016, 8'000'064);
  if (!verifier.VerifyBuffer<MoorRpc::WorkerToDaemonMessage>(nullptr)) return false;
  auto const& root = *flatbuffers::GetRoot<MoorRpc::WorkerToDaemonMessage>(bytes.data());
  if (root.message_type() != MoorRpc::WorkerToDaemonMessageUnion::RequestResult) return true;
  return peek_answer_ids(bytes).has_value();
}

void encode_pong(benchmark::State& state) { encode_loop(state, pong()); }
void encode_ack(benchmark::State& state) { encode_loop(state, ack()); }
void encode_result(benchmark::State& state) {
  encode_loop(state, result_of(static_cast<std::size_t>(state.range(0))));
}
void route_pong(benchmark::State& state) { read_loop(state, pong(), routes); }
void route_result(benchmark::State& state) {
  read_loop(state, result_of(static_cast<std::size_t>(state.range(0))), routes);
}
void decode_pong(benchmark::State& state) { read_loop(state, pong(), decodes); }
void decode_ack(benchmark::State& state) {
  read_loop(state, ack(), [](Bytes const& bytes) { return decode_reply(bytes).has_value(); });
}
void decode_result(benchmark::State& state) {
  read_loop(state, result_of(static_cast<std::size_t>(state.range(0))), decodes);
}

/// Builders write backwards: what comes first in the buffer is walked last.
void explain_broken_result(benchmark::State& state) {
  auto bytes = *encode(result_of(static_cast<std::size_t>(state.range(0))));
  std::string_view const text = row_text;
  auto const last = std::search(bytes.begin(), bytes.end(), text.begin(), text.end());
  last[static_cast<std::ptrdiff_t>(text.size())] = 'x';  // In place of its terminator.
  ENSURE(!decodes(bytes));
  for (auto _ : state) benchmark::DoNotOptimize(decodes(bytes));
}

BENCHMARK(encode_pong);
BENCHMARK(encode_ack);
BENCHMARK(encode_result)->Arg(1 << 10)->Arg(100 << 10);
BENCHMARK(route_pong);
BENCHMARK(route_result)->Arg(1 << 10)->Arg(100 << 10);
BENCHMARK(decode_pong);
BENCHMARK(decode_ack);
BENCHMARK(decode_result)->Arg(1 << 10)->Arg(100 << 10);
BENCHMARK(explain_broken_result)->Arg(1 << 10)->Arg(100 << 10);

}  // namespace
}  // namespace drydock::moor
