#include "simulator/moor/daemon_wire.hpp"

#include <utility>

#include "reference/moor/codec/codec.hpp"

namespace drydock::simulator {
namespace {

moor::Limits limits() {
  moor::Limits limits;
  limits.lambdas = true;  // Callers may send one.
  return limits;
}

}  // namespace

bool is_accepted(moor::DaemonToWorkerReplyUnion const& reply) {
  return std::holds_alternative<moor::WorkerAck>(reply) ||
         std::holds_alternative<moor::WorkerAttached>(reply);
}

void DaemonWire::on_input(VirtualTime now, NodeId node, Input const& input) {
  tell([&](DaemonWatcher& watcher) { watcher.on_time(now); });
  if (auto const* received = std::get_if<Received>(&input)) {
    on_message(now, node, received->from, Direction::arrives, received->frames);
  }
}

void DaemonWire::on_output(VirtualTime now, NodeId node, Output const& output) {
  if (auto const* send = std::get_if<Send>(&output)) {
    on_message(now, node, send->to, Direction::leaves, send->frames);
  }
}

void DaemonWire::on_message(VirtualTime now, NodeId node, PeerId const& peer, Direction direction,
                            Frames const& frames) {
  if (peer.socket == "callers") return on_callers_message(now, node, peer, direction, frames);
  if (!is(node, Role::daemon)) return;
  bool const leaves = direction == Direction::leaves;
  if (peer.socket == "control") {
    return leaves ? on_control_reply(now, node, frames) : on_control(now, node, frames);
  }
  if (peer.socket == "enrollment" && leaves) {
    tell([&](DaemonWatcher& watcher) { watcher.on_enrollment_answered(now, node, frames); });
  }
  if (peer.socket != "dispatch" || frames.size() != 2) return;
  auto const message = moor::decode_daemon_to_worker(frames[1]);
  if (!message) return;
  if (auto const* request = std::get_if<moor::WorkerRequest>(&message->message)) {
    tell([&](DaemonWatcher& watcher) { watcher.on_dispatch(now, node, *request); });
  }
}

void DaemonWire::on_control(VirtualTime now, NodeId node, Frames const& frames) {
  last_.reset();
  if (frames.size() != 2) return;
  Result<Uuid> const worker = Uuid::from_bytes(frames[0]);
  auto message = moor::decode_worker_to_daemon(frames[1]);
  if (!worker || !message) return;
  last_ = ControlMessage{*worker, *std::move(message)};
  tell([&](DaemonWatcher& watcher) { watcher.on_control(now, node, *last_); });
}

void DaemonWire::on_control_reply(VirtualTime now, NodeId node, Frames const& frames) {
  auto const asked = std::exchange(last_, std::nullopt);
  auto const reply = moor::decode_reply(frames.back());
  if (!reply) return;
  tell([&](DaemonWatcher& watcher) { watcher.on_control_reply(now, node, asked, reply->reply); });
}

void DaemonWire::on_callers_message(VirtualTime now, NodeId node, PeerId const& peer,
                                    Direction direction, Frames const& frames) {
  if (frames.size() != 3) return;
  Result<Uuid> const id = Uuid::from_bytes(frames[1]);
  if (!id) return;
  CallerQuestion const question{node, peer.route, *id};
  bool const at_daemon = is(node, Role::daemon);
  bool const is_request = at_daemon == (direction == Direction::arrives);
  if (is_request) {
    auto const request = moor::decode_caller_request(frames[2], limits());
    if (!request && !at_daemon) return;
    return tell([&](DaemonWatcher& watcher) {
      if (!at_daemon) return watcher.on_asked(now, question, *request);
      if (!request) return watcher.on_unreadable(now, question);
      watcher.on_question(now, question, *request);
    });
  }
  auto const reply = moor::decode_caller_reply(frames[2], limits());
  if (!reply) return;
  tell([&](DaemonWatcher& watcher) {
    if (at_daemon) return watcher.on_told(now, question, *reply);
    watcher.on_answered(now, question, *reply);
  });
}

}  // namespace drydock::simulator
