#include <string>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/scene.hpp"
#include "reference/moor/codec/codec.hpp"

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using namespace std::chrono_literals;

/// Source: DW-15.
constexpr Duration ping_within = 6s;
/// Source: DW-18.
constexpr Duration silence_max = 30s;

std::optional<DaemonToWorkerMessage> broadcast_of(Frames const& frames) {
  if (frames.size() != 2) return std::nullopt;
  auto decoded = decode_daemon_to_worker(frames[1]);
  if (!decoded) return std::nullopt;
  return *std::move(decoded);
}

bool is_ping(Frames const& frames) {
  auto const said = broadcast_of(frames);
  return said && std::holds_alternative<PingWorkers>(said->message);
}

/// Waits for `count` pings, each within its time after the one before.
void expect_pings(Scene& scene, std::size_t count) {
  Inbox const& heard = scene.worker.broadcasts();
  VirtualTime last = scene.visitors.now();
  std::size_t looked_at = heard.messages.size();
  for (std::size_t pings = 0; pings < count; ++pings) {
    auto const next_ping = [&] {
      while (looked_at < heard.messages.size()) {
        if (is_ping(heard.messages[looked_at++].frames)) return true;
      }
      return false;
    };
    bool const came =
        scene.visitors.run_until(last + ping_within - scene.visitors.now(), next_ping);
    scene.visitors.require(came, "a PingWorkers within 6 s of the last",
                           scene.visitors.nothing_came());
    last = heard.messages[looked_at - 1].at;
  }
}

void pings_to_nobody(Stage& stage) {
  Scene scene{stage};
  scene.worker.subscribe();
  expect_pings(scene, 4);
}

void pings_to_a_worker(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  scene.worker.subscribe();
  expect_pings(scene, 3);
}

void broadcasts_have_two_frames(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  scene.worker.subscribe();
  expect_pings(scene, 3);
  for (Inbox::Message const& one : scene.worker.broadcasts().messages) {
    bool const good = one.frames.size() == 2 && one.frames[0] == bytes_of("workers") &&
                      broadcast_of(one.frames).has_value();
    scene.visitors.require(
        good, "two frames: exactly `workers`, and a DaemonToWorkerMessage", "others",
        {evidence_of("the last frame", one.frames.empty() ? Bytes{} : one.frames.back())});
  }
}

void nobody_is_told_to_die(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  scene.worker.subscribe();
  for (int round = 0; round < 3; ++round) {
    expect_pings(scene, 1);
    scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck for a pong");
  }
  for (Inbox::Message const& one : scene.worker.broadcasts().messages) {
    auto const said = broadcast_of(one.frames);
    scene.visitors.require(!said || !std::holds_alternative<PleaseDie>(said->message),
                           "no PleaseDie in a good session", "one");
  }
}

void silent_for_almost_10_s(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  for (int round = 0; round < 2; ++round) {
    scene.visitors.run_for(9500ms);
    scene.worker.expect<WorkerAck>(scene.worker.pong(),
                                   "WorkerAck for a pong 9.5 s after the last");
  }
}

/// Known by its answer to a result: a pong would attach the worker anew.
void silent_for_too_long(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  scene.visitors.run_for(silence_max + 1s);
  scene.worker.expect<WorkerNotRegistered>(scene.worker.result(scene.visitors.new_id()),
                                           "WorkerNotRegistered after 31 s of silence");
}

void two_pongs_are_lost(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  scene.worker.subscribe();
  expect_pings(scene, 1);
  scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck for a pong");
  expect_pings(scene, 3);
  scene.worker.expect<WorkerAck>(scene.worker.pong(),
                                 "WorkerAck for the third pong, when two were lost");
}

constexpr Case time_case_list[] = {
    {requirement("daemon.ping.period"), "nobody", "pings come with no worker attached", any,
     pings_to_nobody},
    {requirement("daemon.ping.period"), "attached", "pings come with a worker attached", any,
     pings_to_a_worker},
    {requirement("daemon.dispatch.frames"), "", "broadcasts are the topic and one payload", any,
     broadcasts_have_two_frames},
    {requirement("daemon.please-die.none"), "", "a good session has no PleaseDie", any,
     nobody_is_told_to_die},
    {requirement("daemon.expiry.not-before"), "", "9.5 s between pongs expire nobody", any,
     silent_for_almost_10_s},
    {requirement("daemon.expiry.after-silence"), "", "31 s of silence expire a worker", any,
     silent_for_too_long},
    {requirement("daemon.expiry.lost-pongs"), "", "two lost pongs expire nobody", any,
     two_pongs_are_lost},
};

}  // namespace

std::span<Case const> time_cases() { return time_case_list; }

}  // namespace drydock::conformance::daemon
