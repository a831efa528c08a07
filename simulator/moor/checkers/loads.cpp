#include "simulator/moor/checkers/loads.hpp"

#include <algorithm>
#include <utility>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

/// A daemon's grace after a timeout, at most.
constexpr Duration grace_max = 5s;

}  // namespace

void Loads::on_control(VirtualTime, NodeId, Uuid const& worker,
                       moor::WorkerToDaemonUnion const& message) {
  asked_by_ = worker;
  asked_ = Asked::settle;
  if (auto const* attach = std::get_if<moor::AttachWorker>(&message)) {
    asked_ = Asked::attach;
    asked_type_ = attach->worker_type.text;
  } else if (auto const* pong = std::get_if<moor::WorkerPong>(&message)) {
    asked_ = Asked::pong;
    asked_type_ = pong->worker_type.text;
  } else if (auto const* result = std::get_if<moor::RequestResult>(&message)) {
    asked_request_ = result->request_id;
  } else if (auto const* error = std::get_if<moor::RequestError>(&message)) {
    asked_request_ = error->request_id;
  } else {
    asked_ = Asked::detach;
  }
}

void Loads::on_control_reply(VirtualTime now, NodeId, moor::DaemonToWorkerReplyUnion const& reply) {
  Asked const asked = std::exchange(asked_, Asked::nothing);
  bool const attached = std::holds_alternative<moor::WorkerAttached>(reply);
  bool const is_accepted = attached || std::holds_alternative<moor::WorkerAck>(reply);
  if (asked == Asked::nothing || !is_accepted) return;
  if (attached) {
    workers_.insert_or_assign(asked_by_, Worker{moor::fold(asked_type_), now, {}});
    return;
  }
  auto const place = workers_.find(asked_by_);
  if (place == workers_.end()) return;
  if (asked == Asked::pong) place->second.heard = now;
  if (asked == Asked::settle) place->second.pending.erase(asked_request_);
  if (asked == Asked::detach) workers_.erase(place);
}

Loads::Load Loads::load_of(VirtualTime now, Worker const& worker) const {
  Load load;
  for (auto const& [id, pending] : worker.pending) {
    Duration const age = now - pending.since;
    bool const has_timeout = pending.timeout > Duration{0};
    Duration const sure = has_timeout ? pending.timeout : roles().promises.load_age_max;
    Duration const possible = has_timeout ? pending.timeout + grace_max : sure;
    if (age < sure) ++load.least;
    if (age <= possible) ++load.most;
  }
  return load;
}

void Loads::on_dispatch(VirtualTime now, NodeId, moor::WorkerRequest const& request) {
  auto const place = workers_.find(request.worker_id);
  if (place == workers_.end()) return;
  Worker& chosen = place->second;
  std::vector<std::pair<Uuid, Load>> others;
  for (auto const& [id, worker] : workers_) {
    // Whoever was silent for that long may have been given up.
    bool const is_there = worker.type == chosen.type && id != request.worker_id &&
                          now - worker.heard < roles().promises.silence_max;
    if (is_there) others.emplace_back(id, load_of(now, worker));
  }
  on_chosen(request.worker_id, load_of(now, chosen), others);
  chosen.pending.emplace(request.id, Pending{now, std::chrono::milliseconds{request.timeout_ms}});
}

void Loads::on_node(VirtualTime, NodeId node, NodeEvent event) {
  if (!roles().is(node, Role::daemon)) return;
  if (event != NodeEvent::crashed && event != NodeEvent::exited) return;
  workers_.clear();
  on_forgotten();
}

}  // namespace drydock::simulator
