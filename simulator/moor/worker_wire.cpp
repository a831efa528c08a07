#include "simulator/moor/worker_wire.hpp"

#include "reference/moor/codec/opening.hpp"

namespace drydock::simulator {
namespace {

constexpr std::uint8_t result_tag = 4;

std::optional<WorkerSaid> said_in(Frames const& frames) {
  using Kind = WorkerSaid::Kind;
  if (frames.size() < 2) return std::nullopt;
  // Of a DEALER there is a delimiter before it.
  Result<Uuid> const worker = Uuid::from_bytes(ByteView{frames[frames.size() - 2]});
  if (!worker) return std::nullopt;
  if (auto const ids = moor::peek_answer_ids(frames.back())) {
    auto const opened = moor::open_union(frames.back(), moor::to_daemon_union, {});
    bool const is_result = opened && opened->tag == result_tag;
    return WorkerSaid{is_result ? Kind::result : Kind::error, *worker, ids->request_id};
  }
  auto const message = moor::decode_worker_to_daemon(frames.back());
  if (!message) return std::nullopt;
  WorkerSaid said{Kind::pong, *worker, {}, message->token.has_value()};
  if (std::holds_alternative<moor::AttachWorker>(message->message)) said.kind = Kind::attach;
  if (std::holds_alternative<moor::DetachWorker>(message->message)) said.kind = Kind::detach;
  return said;
}

}  // namespace

bool WorkerWire::is_its(NodeId node, Uuid const& worker) const {
  auto const last = last_.find(node);
  return last != last_.end() && last->second.worker == worker;
}

void WorkerWire::on_input(VirtualTime now, NodeId node, Input const& input) {
  if (!is(node, Role::worker)) return;
  if (auto const* received = std::get_if<Received>(&input)) {
    if (received->from.socket == "dispatch") on_dispatch(now, node, received->frames);
    if (received->from.socket == "control") on_reply(now, node, received->frames);
  } else if (auto const* down = std::get_if<PeerDown>(&input)) {
    bool const is_control = down->peer.socket == "control";
    bool const is_dispatch = down->peer.socket == "dispatch";
    tell([&](WorkerWatcher& watcher) {
      if (is_control) watcher.on_control_down(now, node);
      if (is_dispatch) watcher.on_dispatch_down(now, node);
    });
  } else if (std::holds_alternative<StopRequested>(input)) {
    tell([&](WorkerWatcher& watcher) { watcher.on_stop_requested(now, node); });
  }
}

void WorkerWire::on_dispatch(VirtualTime now, NodeId node, Frames const& frames) {
  tell([&](WorkerWatcher& watcher) { watcher.on_broadcast(now, node); });
  if (frames.size() != 2 || drydock::text_of(ByteView{frames[0]}) != "workers") return;
  moor::Limits limits;
  limits.message_bytes = frames[1].size();
  if (auto const ids = moor::peek_request_ids(frames[1], limits)) {
    bool const is_its = this->is_its(node, ids->worker_id);
    return tell(
        [&](WorkerWatcher& watcher) { watcher.on_put(now, node, ids->request_id, is_its); });
  }
  auto const message = moor::decode_daemon_to_worker(frames[1]);
  if (!message) return;
  if (std::holds_alternative<moor::PingWorkers>(message->message)) {
    tell([&](WorkerWatcher& watcher) { watcher.on_pinged(now, node); });
  } else if (auto const* die = std::get_if<moor::PleaseDie>(&message->message)) {
    bool const is_meant = is_its(node, die->worker_id);
    tell([&](WorkerWatcher& watcher) { watcher.on_told_to_die(now, node, is_meant); });
  }
}

void WorkerWire::on_reply(VirtualTime now, NodeId node, Frames const& frames) {
  auto const last = last_.find(node);
  if (last == last_.end()) return;
  std::optional<moor::DaemonToWorkerReplyUnion> reply;
  if (auto decoded = moor::decode_reply(frames.back())) reply = std::move(decoded->reply);
  tell([&](WorkerWatcher& watcher) { watcher.on_replied(now, node, last->second, reply); });
}

void WorkerWire::on_output(VirtualTime now, NodeId node, Output const& output) {
  if (!is(node, Role::worker)) return;
  if (auto const* send = std::get_if<Send>(&output)) {
    on_send(now, node, *send);
  } else if (auto const* open = std::get_if<OpenSocket>(&output)) {
    if (open->socket != "dispatch") return;
    tell([&](WorkerWatcher& watcher) { watcher.on_dispatch_opened(now, node, true); });
  } else if (auto const* close = std::get_if<CloseSocket>(&output)) {
    if (close->socket == "dispatch") {
      tell([&](WorkerWatcher& watcher) { watcher.on_dispatch_opened(now, node, false); });
    } else if (close->socket == "control") {
      tell([&](WorkerWatcher& watcher) { watcher.on_control_down(now, node); });
    }
  } else if (auto const* exit = std::get_if<Exit>(&output)) {
    tell([&](WorkerWatcher& watcher) { watcher.on_exit(now, node, *exit); });
  }
}

void WorkerWire::on_send(VirtualTime now, NodeId node, Send const& send) {
  if (send.to.socket == "enrollment") {
    return tell([&](WorkerWatcher& watcher) { watcher.on_enrolling(now, node); });
  }
  if (send.to.socket != "control" || send.frames.empty()) return;
  auto const said = said_in(send.frames);
  if (!said) return;
  last_.insert_or_assign(node, *said);
  tell([&](WorkerWatcher& watcher) { watcher.on_said(now, node, *said); });
}

void WorkerWire::on_node(VirtualTime now, NodeId node, NodeEvent event) {
  if (!is(node, Role::worker)) return;
  if (event == NodeEvent::crashed || event == NodeEvent::exited) last_.erase(node);
  tell([&](WorkerWatcher& watcher) { watcher.on_worker(now, node, event); });
}

}  // namespace drydock::simulator
