#include "simulator/moor/checkers/workers_pong_once.hpp"

#include <fmt/format.h>

#include "reference/moor/codec/codec.hpp"

namespace drydock::simulator {
namespace {

bool is_ping(Received const& received) {
  auto const message = moor::decode_daemon_to_worker(received.frames.back());
  return message && std::holds_alternative<moor::PingWorkers>(message->message);
}

bool is_refusal(Received const& received) {
  auto const reply = moor::decode_reply(received.frames.back());
  return reply && !std::holds_alternative<moor::WorkerAck>(reply->reply) &&
         !std::holds_alternative<moor::WorkerAttached>(reply->reply);
}

}  // namespace

void WorkersPongOnce::on_input(VirtualTime, NodeId node, Input const& input) {
  if (!roles_.is(node, Role::worker)) return;
  if (auto const* down = std::get_if<PeerDown>(&input)) {
    if (down->peer.socket == "control") ++counts_[node].allowed;
  } else if (auto const* received = std::get_if<Received>(&input)) {
    bool const allows = received->from.socket == "dispatch"  ? is_ping(*received)
                        : received->from.socket == "control" ? is_refusal(*received)
                                                             : false;
    if (allows) ++counts_[node].allowed;
  }
}

void WorkersPongOnce::on_output(VirtualTime, NodeId node, Output const& output) {
  if (!roles_.is(node, Role::worker)) return;
  Count& count = counts_[node];
  if (auto const* close = std::get_if<CloseSocket>(&output)) {
    if (close->socket == "control") ++count.allowed;
  }
  auto const* send = std::get_if<Send>(&output);
  if (send == nullptr || send->to.socket != "control") return;
  auto const message = moor::decode_worker_to_daemon(send->frames.back());
  if (!message || !std::holds_alternative<moor::WorkerPong>(message->message)) return;
  if (++count.pongs <= count.allowed) return;
  fail(fmt::format("a worker said {} times that it is there, and was asked {} times", count.pongs,
                   count.allowed));
}

void WorkersPongOnce::on_node(VirtualTime, NodeId node, NodeEvent event) {
  if (event == NodeEvent::crashed || event == NodeEvent::exited) counts_.erase(node);
}

}  // namespace drydock::simulator
