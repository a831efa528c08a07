#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/daemon/daemon.hpp"

namespace drydock::moor::daemon {

/// A daemon with somebody at each of its sockets, for tests: they say things and read the answers.
class TestDaemon {
 public:
  explicit TestDaemon(Settings settings = {}, std::optional<Trust> trust = std::nullopt)
      : daemon_(std::move(settings), Rng{Seed{1}}, std::move(trust)), driver_(daemon_) {
    driver_.input(Started{});
    driver_.take_sent();
  }

  MachineDriver& driver() { return driver_; }
  void advance(Duration duration) { driver_.advance(duration); }

  /// Sends raw frames on the control socket, and reads the one reply that must come.
  DaemonToWorkerReplyUnion control(Frames frames) {
    driver_.receive("control", std::move(frames));
    std::optional<DaemonToWorkerReplyUnion> reply;
    for (Send const& send : take("control")) {
      if (reply || send.frames.size() != 1) throw std::runtime_error("more than one reply");
      reply = decode_reply(send.frames[0]).value().reply;
    }
    return reply.value();
  }
  DaemonToWorkerReplyUnion say(Uuid const& frame_id, WorkerToDaemonUnion message) {
    return control(
        {frame_id.to_bytes(), encode(WorkerToDaemonMessage{std::move(message), {}}).value()});
  }
  DaemonToWorkerReplyUnion attach(Uuid const& id, std::string type = "echo") {
    return say(id, AttachWorker{id, Symbol{std::move(type)}});
  }
  DaemonToWorkerReplyUnion pong(Uuid const& id, std::string type = "echo") {
    return say(id, WorkerPong{id, Symbol{std::move(type)}});
  }
  DaemonToWorkerReplyUnion detach(Uuid const& id) { return say(id, DetachWorker{id}); }
  DaemonToWorkerReplyUnion result(Uuid const& id, Uuid const& request, Var value) {
    return say(id, RequestResult{id, request, std::move(value)});
  }

  /// A caller asks; the id is the caller's own.
  Uuid ask(std::string type, std::vector<Var> arguments = {},
           std::optional<double> timeout = std::nullopt, Route route = Route{1}) {
    Uuid const id = Uuid::random(rng_);
    CallerRequest const request{Symbol{std::move(type)}, std::move(arguments), ObjId{2}, timeout};
    Limits limits;
    limits.lambdas = true;
    driver_.receive("callers", {Frame{}, id.to_bytes(), encode(request, limits).value()}, route);
    return id;
  }

  /// What callers were told since this was last asked, in order.
  struct Told {
    Route route;
    Uuid id;
    Outcome outcome;
  };
  std::vector<Told> told() {
    std::vector<Told> all;
    for (Send const& send : take("callers")) {
      all.push_back({send.to.route, Uuid::from_bytes(send.frames.at(1)).value(),
                     decode_caller_reply(send.frames.at(2)).value().outcome});
    }
    return all;
  }
  /// What was published since this was last asked, in order.
  std::vector<DaemonToWorkerUnion> published() {
    std::vector<DaemonToWorkerUnion> all;
    for (Send const& send : take("dispatch")) {
      if (send.frames.size() != 2 || drydock::text_of(ByteView{send.frames[0]}) != "workers") {
        throw std::runtime_error("a broadcast of another form");
      }
      all.push_back(decode_daemon_to_worker(send.frames[1]).value().message);
    }
    return all;
  }
  std::vector<WorkerRequest> requests() {
    std::vector<WorkerRequest> all;
    for (DaemonToWorkerUnion& message : published()) {
      if (auto* request = std::get_if<WorkerRequest>(&message)) all.push_back(std::move(*request));
    }
    return all;
  }
  /// What one socket sent since this was last asked; the rest is kept.
  std::vector<Send> take(SocketName socket) {
    for (Send& send : driver_.take_sent()) sent_.push_back(std::move(send));
    std::vector<Send> taken;
    std::vector<Send> rest;
    for (Send& send : sent_) (send.to.socket == socket ? taken : rest).push_back(std::move(send));
    sent_ = std::move(rest);
    return taken;
  }
  Uuid fresh_id() { return Uuid::random(rng_); }

 private:
  Daemon daemon_;
  MachineDriver driver_;
  Rng rng_{Seed{2}};
  std::vector<Send> sent_;
};

}  // namespace drydock::moor::daemon
