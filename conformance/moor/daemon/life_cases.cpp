#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/scene.hpp"

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using namespace std::chrono_literals;

/// Source: DW-07.
constexpr Duration stop_within = 5s;

void it_stops_when_told(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  scene.visitors.stop(StopSignal::terminate, stop_within);
}

void it_stops_after_a_bare_message(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  FakeWorker bare{scene.visitors, scene.worker.identity(), scene.visitors.new_id()};
  bare.send_without_delimiter({bytes_of("bare")});
  scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck for a pong");
  scene.visitors.run_for(stage.slack());
  scene.visitors.stop(StopSignal::terminate, stop_within);
}

void a_restart_takes_workers_back(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  scene.visitors.stop(StopSignal::kill);
  scene.visitors.start();
  // A new socket: what a dead daemon was asked is lost with it.
  FakeWorker again{scene.visitors, scene.worker};
  again.expect<WorkerAttached>(again.pong(), "WorkerAttached for the first pong after a restart");
  again.expect<WorkerAck>(again.pong(), "WorkerAck for the second");
}

/// Occupies `endpoint` first. On ipc the squatter answers, so that it is seen to be alive.
void it_does_not_run_beside(Stage& stage, char const* endpoint) {
  Visitors visitors{stage};
  SocketSpec squatter;
  squatter.type = SocketType::router;
  squatter.bind = {stage.value(endpoint)};
  visitors.open(squatter);
  visitors.start();
  bool const ended = visitors.run_until(10s, [&] { return !visitors.running(); });
  visitors.require(ended, "an end of a daemon that cannot bind", "none: it still runs");
  visitors.require(visitors.ended()->status != 0, "a status that says so", "status 0");
}

void the_control_endpoint_is_taken(Stage& stage) { it_does_not_run_beside(stage, "response"); }
void the_dispatch_endpoint_is_taken(Stage& stage) { it_does_not_run_beside(stage, "request"); }

/// Connections that say nothing, or nonsense.
void a_hundred_others(Stage& stage) {
  constexpr std::size_t others = 100;
  Scene scene{stage};
  scene.worker.join();
  std::vector<std::unique_ptr<FakeWorker>> crowd;
  Rng noise = scene.visitors.rng().fork("crowd");
  for (std::size_t number = 0; number < others; ++number) {
    crowd.push_back(std::make_unique<FakeWorker>(scene.visitors, scene.worker.identity(),
                                                 scene.visitors.new_id()));
    if (number % 2 == 0) continue;
    for (int count = 0; count < 20; ++count) {
      Bytes junk(static_cast<std::size_t>(noise.below(200)));
      noise.fill(junk.data(), junk.size());
      crowd.back()->send_without_delimiter({junk});
      crowd.back()->send_raw({junk, junk});
    }
  }
  for (int round = 0; round < 5; ++round) {
    VirtualTime const asked = scene.visitors.now();
    ControlAnswer const answer = scene.worker.pong();
    scene.worker.expect<WorkerAck>(answer, "WorkerAck for a pong amid a crowd");
    scene.visitors.require(answer.at - asked <= 1s + stage.slack(), "an answer within 1 s",
                           "a later one");
  }
}

constexpr Case life_case_list[] = {
    {requirement("daemon.stop.prompt"), "", "SIGTERM ends a daemon", any, it_stops_when_told},
    {requirement("daemon.stop.prompt"), "bare", "SIGTERM ends it after a bare message", any,
     it_stops_after_a_bare_message},
    {requirement("daemon.restart.readopts"), "", "pongs attach workers after a restart", any,
     a_restart_takes_workers_back},
    {requirement("daemon.bind.taken"), "control", "a taken control endpoint ends it", any,
     the_control_endpoint_is_taken, a_process},
    {requirement("daemon.bind.taken"), "dispatch", "a taken dispatch endpoint ends it", any,
     the_dispatch_endpoint_is_taken, a_process},
    {requirement("daemon.load.idle-peers"), "", "100 others do not keep it from answering", any,
     a_hundred_others},
};

}  // namespace

std::span<Case const> life_cases() { return life_case_list; }

}  // namespace drydock::conformance::daemon
