#include "reference/moor/daemon/pending_requests.hpp"

#include <algorithm>

#include "reference/core/ensure.hpp"

namespace drydock::moor::daemon {

void PendingRequests::add(Pending pending) {
  pending.sequence = ++issued_;
  OfWorker& of_worker = by_worker_[pending.worker_id];
  of_worker.ids.emplace(pending.sequence, pending.id);
  if (pending.is_load) ++of_worker.load;
  bool const fresh = requests_.emplace(pending.id, std::move(pending)).second;
  ENSURE(fresh);
}

std::optional<Pending> PendingRequests::take(Uuid const& request_id) {
  auto node = requests_.extract(request_id);
  if (!node) return std::nullopt;
  Pending const& pending = node.mapped();
  auto const of_worker = by_worker_.find(pending.worker_id);
  ENSURE(of_worker != by_worker_.end());
  bool const was_there = of_worker->second.ids.erase(pending.sequence) == 1;
  ENSURE(was_there);
  if (pending.is_load) {
    ENSURE(of_worker->second.load > 0);
    --of_worker->second.load;
  }
  if (of_worker->second.ids.empty()) by_worker_.erase(of_worker);
  return std::move(node.mapped());
}

std::optional<Pending> PendingRequests::take(Uuid const& worker_id, Uuid const& request_id) {
  Pending const* const pending = find(request_id);
  if (pending == nullptr || pending->worker_id != worker_id) return std::nullopt;
  return take(request_id);
}

std::vector<Pending> PendingRequests::take_all_of(Uuid const& worker_id) {
  std::vector<Pending> taken;
  auto const of_worker = by_worker_.extract(worker_id);
  if (!of_worker) return taken;
  for (auto const& [sequence, id] : of_worker.mapped().ids) {
    taken.push_back(std::move(requests_.extract(id).mapped()));
  }
  return taken;
}

std::vector<Pending> PendingRequests::take_all() {
  std::vector<Pending> taken;
  for (auto& [id, pending] : requests_) taken.push_back(std::move(pending));
  requests_.clear();
  by_worker_.clear();
  std::sort(taken.begin(), taken.end(),
            [](Pending const& a, Pending const& b) { return a.sequence < b.sequence; });
  return taken;
}

Pending const* PendingRequests::find(Uuid const& request_id) const {
  auto const found = requests_.find(request_id);
  return found == requests_.end() ? nullptr : &found->second;
}

std::size_t PendingRequests::load_of(Uuid const& worker_id) const {
  auto const of_worker = by_worker_.find(worker_id);
  return of_worker == by_worker_.end() ? 0 : of_worker->second.load;
}

void PendingRequests::stop_counting(Uuid const& request_id) {
  auto const found = requests_.find(request_id);
  if (found == requests_.end() || !found->second.is_load) return;
  found->second.is_load = false;
  --by_worker_.at(found->second.worker_id).load;
}

void PendingRequests::swap_caller_with_another(Uuid const& request_id) {
  auto const found = requests_.find(request_id);
  if (found == requests_.end()) return;
  for (auto const& [sequence, id] : by_worker_.at(found->second.worker_id).ids) {
    if (id == request_id) continue;
    std::swap(found->second.caller, requests_.at(id).caller);
    return;
  }
}

void PendingRequests::check_invariants() const {
  std::size_t counted = 0;
  for (auto const& [worker_id, of_worker] : by_worker_) {
    ENSURE(!of_worker.ids.empty());
    ENSURE(of_worker.load <= of_worker.ids.size());
    counted += of_worker.ids.size();
  }
  ENSURE(counted == requests_.size());
}

void PendingRequests::check_everything() const {
  for (auto const& [worker_id, of_worker] : by_worker_) {
    std::size_t load = 0;
    for (auto const& [sequence, id] : of_worker.ids) {
      Pending const& pending = requests_.at(id);
      ENSURE(pending.id == id && pending.worker_id == worker_id && pending.sequence == sequence);
      if (pending.is_load) ++load;
    }
    ENSURE(load == of_worker.load);
  }
}

}  // namespace drydock::moor::daemon
