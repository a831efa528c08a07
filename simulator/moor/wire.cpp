#include "simulator/moor/wire.hpp"

#include "reference/moor/codec/codec.hpp"

namespace drydock::simulator {
namespace {

moor::Limits limits() {
  moor::Limits limits;
  limits.lambdas = true;  // Callers may send one.
  return limits;
}

}  // namespace

void WireChecker::on_input(VirtualTime now, NodeId node, Input const& input) {
  on_time(now);
  if (auto const* received = std::get_if<Received>(&input)) {
    on_message(now, node, received->from, Direction::arrives, received->frames);
  }
}

void WireChecker::on_output(VirtualTime now, NodeId node, Output const& output) {
  if (auto const* send = std::get_if<Send>(&output)) {
    on_message(now, node, send->to, Direction::leaves, send->frames);
  }
}

void WireChecker::on_message(VirtualTime now, NodeId node, PeerId const& peer, Direction direction,
                             Frames const& frames) {
  if (peer.socket == "callers") return on_callers_message(now, node, peer, direction, frames);
  if (!roles_.is(node, Role::daemon)) return;
  if (peer.socket == "control") return on_control_message(now, node, direction, frames);
  if (peer.socket == "enrollment" && direction == Direction::leaves) {
    return on_enrollment_answered(now, node, frames);
  }
  if (peer.socket != "dispatch" || frames.size() != 2) return;
  auto const message = moor::decode_daemon_to_worker(frames[1]);
  if (!message) return;
  if (auto const* request = std::get_if<moor::WorkerRequest>(&message->message)) {
    on_dispatch(now, node, *request);
  }
}

void WireChecker::on_control_message(VirtualTime now, NodeId node, Direction direction,
                                     Frames const& frames) {
  if (direction == Direction::leaves) {
    if (auto const reply = moor::decode_reply(frames.back())) {
      on_control_reply(now, node, reply->reply);
    }
    return;
  }
  if (frames.size() != 2) return;
  Result<Uuid> const worker = Uuid::from_bytes(frames[0]);
  auto const message = moor::decode_worker_to_daemon(frames[1]);
  if (!worker || !message) return;
  on_token(now, node, *worker, message->token);
  on_control(now, node, *worker, message->message);
}

void WireChecker::on_callers_message(VirtualTime now, NodeId node, PeerId const& peer,
                                     Direction direction, Frames const& frames) {
  if (frames.size() != 3) return;
  Result<Uuid> const id = Uuid::from_bytes(frames[1]);
  if (!id) return;
  Question const question{node, peer.route, *id};
  bool const at_daemon = roles_.is(node, Role::daemon);
  bool const is_request = at_daemon == (direction == Direction::arrives);
  if (is_request) {
    auto const request = moor::decode_caller_request(frames[2], limits());
    if (!request) return at_daemon ? on_unreadable(now, question) : void();
    if (at_daemon) return on_question(now, question, *request);
    return on_asked(now, question, *request);
  }
  auto const reply = moor::decode_caller_reply(frames[2], limits());
  if (!reply) return;
  if (at_daemon) return on_told(now, question, *reply);
  on_answered(now, question, *reply);
}

}  // namespace drydock::simulator
