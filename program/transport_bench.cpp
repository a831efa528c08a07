#include <benchmark/benchmark.h>
#include <unistd.h>
#include <zmq.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/daemon/daemon.hpp"
#include "reference/transport/runner.hpp"
#include "reference/transport/stop.hpp"
#include "reference/transport/transport_testing.hpp"

// Round trips over the control socket, one at a time, by a plain libzmq REQ: the daemon machine (a
// pong answered with WorkerAck) beside a plain libzmq REP that sends back what came. What lies
// between the two is ours: poll loop, decoding, registry, encoding.

namespace drydock::program {
namespace {

using namespace moor;
using Texts = std::vector<std::string>;
using transport::RawSocket;

/// A server in a thread of its own, until the end.
class Server {
 public:
  virtual ~Server() = default;
  std::string endpoint;
};

class DaemonServer : public Server {
 public:
  DaemonServer(bool tcp, transport::TemporaryDirectory const& directory) {
    daemon::Settings settings;
    settings.workers_request_listen = directory.ipc("dispatch");
    settings.callers_listen = directory.ipc("callers");
    settings.workers_response_listen =
        tcp ? transport::free_tcp_endpoint() : directory.ipc("control");
    endpoint = settings.workers_response_listen;
    thread_ = std::thread{[this, settings] {
      daemon::Daemon machine{settings, Rng{Seed{1}}};
      transport::RunOptions options;
      options.insecure = true;
      options.stop_descriptor = stop_.descriptor();
      options.log = [](LogLevel, std::string_view) {};
      auto const result = transport::run(machine, options);
      ENSURE(result);
    }};
  }
  ~DaemonServer() override {
    stop_.request();
    thread_.join();
  }

 private:
  transport::StopRequests stop_;
  std::thread thread_;
};

class EchoServer : public Server {
 public:
  EchoServer(bool tcp, transport::TemporaryDirectory const& directory) {
    endpoint = tcp ? transport::free_tcp_endpoint() : directory.ipc("echo");
    ENSURE(socket_.bind(endpoint));
    thread_ = std::thread{[this] {
      for (;;) {
        auto const frames = socket_.receive();
        if (!frames) return;
        socket_.send(*frames);
        if (frames->front() == "stop") return;
      }
    }};
  }
  ~EchoServer() override {
    RawSocket last{ZMQ_REQ};
    last.connect(endpoint);
    last.send({"stop"});
    thread_.join();
  }

 private:
  RawSocket socket_{ZMQ_REP};
  std::thread thread_;
};

Texts pong(Uuid const& id) {
  auto const body = encode(WorkerToDaemonMessage{WorkerPong{id, Symbol{"echo"}}, {}});
  ENSURE(body);
  return {std::string{text_of(id.to_bytes())}, std::string{text_of(*body)}};
}

double microseconds_at(std::vector<std::chrono::nanoseconds> const& sorted, std::size_t percent) {
  auto const at = std::min(sorted.size() - 1, sorted.size() * percent / 100);
  return std::chrono::duration<double, std::micro>(sorted[at]).count();
}

template <class Kind>
void round_trips(benchmark::State& state, bool tcp) {
  transport::TemporaryDirectory const directory;
  Kind const server{tcp, directory};
  RawSocket asker{ZMQ_REQ};
  asker.connect(server.endpoint);
  Rng rng{Seed{2}};
  auto const question = pong(Uuid::random(rng));
  asker.send(question);  // The first attaches.
  ENSURE(asker.receive());

  std::vector<std::chrono::nanoseconds> took;
  for (auto _ : state) {
    auto const start = std::chrono::steady_clock::now();
    asker.send(question);
    auto const answer = asker.receive();
    ENSURE(answer);
    took.push_back(std::chrono::steady_clock::now() - start);
  }
  std::sort(took.begin(), took.end());
  state.counters["round_trips/s"] =
      benchmark::Counter(static_cast<double>(took.size()), benchmark::Counter::kIsRate);
  state.counters["p50_us"] = microseconds_at(took, 50);
  state.counters["p99_us"] = microseconds_at(took, 99);
}

void libzmq_echo(benchmark::State& state, bool tcp) { round_trips<EchoServer>(state, tcp); }
void daemon_pong(benchmark::State& state, bool tcp) { round_trips<DaemonServer>(state, tcp); }

BENCHMARK_CAPTURE(libzmq_echo, ipc, false)->UseRealTime();
BENCHMARK_CAPTURE(daemon_pong, ipc, false)->UseRealTime();
BENCHMARK_CAPTURE(libzmq_echo, tcp, true)->UseRealTime();
BENCHMARK_CAPTURE(daemon_pong, tcp, true)->UseRealTime();

}  // namespace
}  // namespace drydock::program
