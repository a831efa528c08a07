#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/worker/echo_service.hpp"
#include "reference/moor/worker/worker.hpp"

namespace drydock::moor::worker {

/// A worker whose daemon is played by a test.
class TestWorker {
 public:
  explicit TestWorker(Settings settings = {})
      : worker_(std::move(settings), std::make_unique<TestService>(), Rng{Seed{1}}),
        driver_(worker_) {
    driver_.input(Started{});
  }

  MachineDriver& driver() { return driver_; }
  Uuid const& id() const { return worker_.id(); }
  void advance(Duration duration) { driver_.advance(duration); }

  void up(SocketName socket) { driver_.input(PeerUp{{socket}}); }
  void down(SocketName socket) { driver_.input(PeerDown{{socket}}); }

  /// Both connections come up, the subscription settles, and the attach is accepted.
  void attach() {
    up("dispatch");
    up("control");
    advance(std::chrono::milliseconds{100});
    said();
    reply(WorkerAttached{id()});
  }

  /// What it said on the control socket since this was last asked.
  std::vector<WorkerToDaemonUnion> said() {
    std::vector<WorkerToDaemonUnion> all;
    for (Send const& send : driver_.take_sent()) {
      if (send.frames.size() != 2 || send.frames[0] != id().to_bytes()) {
        throw std::runtime_error("a control message of another form");
      }
      all.push_back(decode_worker_to_daemon(send.frames[1]).value().message);
    }
    return all;
  }
  void reply(DaemonToWorkerReplyUnion reply) {
    driver_.receive("control", {encode(DaemonToWorkerReply{std::move(reply)}).value()});
  }
  /// The replies to all that it says, until it says no more; gives back what it said.
  std::vector<WorkerToDaemonUnion> acknowledge_all() {
    std::vector<WorkerToDaemonUnion> all;
    for (auto messages = said(); !messages.empty(); messages = said()) {
      for (auto& message : messages) {
        all.push_back(std::move(message));
        reply(WorkerAck{});
      }
    }
    return all;
  }

  void publish(Frames frames) { driver_.receive("dispatch", std::move(frames)); }
  void publish(DaemonToWorkerUnion message, Limits const& limits = {}) {
    publish(
        {bytes_of("workers"), encode(DaemonToWorkerMessage{std::move(message)}, limits).value()});
  }
  void ping() { publish(PingWorkers{}); }
  /// A request to this worker; gives back its id.
  Uuid request(std::vector<Var> arguments, std::uint64_t timeout_ms = 0) {
    Uuid const request_id = Uuid::random(rng_);
    publish(WorkerRequest{id(), request_id, ObjId{2}, std::move(arguments), timeout_ms});
    return request_id;
  }
  Uuid fresh_id() { return Uuid::random(rng_); }

 private:
  Worker worker_;
  MachineDriver driver_;
  Rng rng_{Seed{2}};
};

inline Var sleep_for(double seconds) { return list_of({"sleep", seconds}); }

}  // namespace drydock::moor::worker
