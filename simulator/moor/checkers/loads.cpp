#include "simulator/moor/checkers/loads.hpp"

#include <algorithm>
#include <utility>

#include "simulator/moor/checkers/patience.hpp"

namespace drydock::simulator {

void Loads::on_control_reply(VirtualTime now, NodeId, std::optional<ControlMessage> const& asked,
                             moor::DaemonToWorkerReplyUnion const& reply) {
  if (!asked || !is_accepted(reply)) return;
  auto const* attach = asked->as<moor::AttachWorker>();
  auto const* pong = asked->as<moor::WorkerPong>();
  if (std::holds_alternative<moor::WorkerAttached>(reply)) {
    if (attach == nullptr && pong == nullptr) return;
    std::string const& type = (attach != nullptr ? attach->worker_type : pong->worker_type).text;
    workers_.insert_or_assign(asked->worker, Worker{moor::fold(type), now, {}});
    return;
  }
  auto const place = workers_.find(asked->worker);
  if (place == workers_.end()) return;
  if (pong != nullptr) place->second.heard = now;
  if (auto const* result = asked->as<moor::RequestResult>()) {
    place->second.pending.erase(result->request_id);
  }
  if (auto const* error = asked->as<moor::RequestError>()) {
    place->second.pending.erase(error->request_id);
  }
  if (asked->as<moor::DetachWorker>() != nullptr) workers_.erase(place);
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
