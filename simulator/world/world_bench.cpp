#include "simulator/world/world.hpp"

#include <benchmark/benchmark.h>

#include "simulator/network/test_frames.hpp"
#include "simulator/world/event_queue.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

/// An event taken out and one put in, with so many waiting.
void bare_events(benchmark::State& state) {
  EventQueue queue;
  Rng rng{Seed{1}};
  for (std::int64_t k = 0; k < state.range(0); ++k) {
    queue.push(VirtualTime{Duration{rng.below(1'000'000)}}, EventKind::wake, 0);
  }
  for (auto _ : state) {
    Event const event = queue.pop();
    queue.push(event.at + Duration{rng.below(1'000'000)}, EventKind::wake, event.subject);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(bare_events)->Arg(10)->Arg(1000)->Arg(100'000);

class Ticker final : public Machine {
 public:
  explicit Ticker(Rng rng) : rng_(rng) {}
  void step(VirtualTime now, Input const&, Outbox& out) override {
    out.emplace_back(SetTimer{{"tick"}, now + Duration{rng_.below(1'000'000)}});
  }

 private:
  Rng rng_;
};

/// The whole loop with its digest: each event is a timer that a machine sets again.
void timer_events(benchmark::State& state) {
  World world{WorldSettings{}};
  for (std::int64_t k = 0; k < state.range(0); ++k) {
    world.start(world.add_node("n" + std::to_string(k), [](Rng rng, std::uint64_t) {
      return std::make_unique<Ticker>(rng);
    }));
  }
  for (auto _ : state) world.step();
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(timer_events)->Arg(1000);

constexpr char endpoint[] = "ipc:///tmp/service";

class Server final : public Machine {
 public:
  void step(VirtualTime, Input const& input, Outbox& out) override {
    if (std::holds_alternative<Started>(input)) {
      out.emplace_back(OpenSocket{"s", binding(SocketType::rep, endpoint)});
    } else if (auto const* received = std::get_if<Received>(&input)) {
      out.emplace_back(Send{received->from, received->frames});
    }
  }
};

class Client final : public Machine {
 public:
  void step(VirtualTime, Input const& input, Outbox& out) override {
    if (std::holds_alternative<Started>(input)) {
      out.emplace_back(OpenSocket{"c", connecting(SocketType::req, endpoint)});
    } else {
      out.emplace_back(Send{{"c"}, Frames{Frame(100)}});
    }
  }
};

/// Messages that were delivered, requests and replies alike, between a REP and so many REQs.
void request_reply_messages(benchmark::State& state) {
  World world{WorldSettings{}};
  world.start(
      world.add_node("server", [](Rng, std::uint64_t) { return std::make_unique<Server>(); }));
  for (std::int64_t k = 0; k < state.range(0); ++k) {
    world.start(world.add_node("c" + std::to_string(k),
                               [](Rng, std::uint64_t) { return std::make_unique<Client>(); }));
  }
  for (auto _ : state) world.step();
  state.SetItemsProcessed(static_cast<std::int64_t>(world.messages()));
}
BENCHMARK(request_reply_messages)->Arg(10)->Arg(1000);

}  // namespace
}  // namespace drydock::simulator
