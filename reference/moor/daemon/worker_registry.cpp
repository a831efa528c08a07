#include "reference/moor/daemon/worker_registry.hpp"

#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::moor::daemon {

std::string WorkerRegistry::folded(Symbol const& type) const {
  return settings_.defects.has(Defect::case_sensitive_types) ? type.text : fold(type.text);
}

bool WorkerRegistry::attach(VirtualTime now, Uuid const& id, Symbol const& type,
                            std::string const& owner, Outbox& out) {
  if (!records_.contains(id) && records_.size() >= settings_.workers_max) return false;
  records_.insert_or_assign(id, WorkerRecord{type, folded(type), now, owner});
  watch(now, id, out);
  return true;
}

bool WorkerRegistry::renew(VirtualTime now, Uuid const& id, Outbox& out) {
  auto const found = records_.find(id);
  if (found == records_.end()) return false;
  found->second.last_seen = now;
  watch(now, id, out);
  return true;
}

void WorkerRegistry::watch(VirtualTime now, Uuid const& id, Outbox& out) const {
  if (settings_.defects.has(Defect::expires_nobody)) return;
  bool const hasty = settings_.defects.has(Defect::expiry_after_two_pings);
  Duration const silence_max = hasty ? 2 * settings_.ping_period : settings_.silence_max;
  // A worker silent for exactly the limit lives: age has to exceed it (workers 4, DW-17).
  out.emplace_back(SetTimer{{silent_timer, id}, now + silence_max + Duration{1}});
}

bool WorkerRegistry::remove(Uuid const& id, Outbox& out) {
  if (records_.erase(id) == 0) return false;
  out.emplace_back(CancelTimer{{silent_timer, id}});
  return true;
}

void WorkerRegistry::note_token(Uuid const& id, ShownToken token) {
  auto const found = records_.find(id);
  if (found == records_.end()) return;
  std::optional<ShownToken>& shown = found->second.shown;
  if (!shown || shown->good_until <= token.good_until) shown = std::move(token);
}

WorkerRecord const* WorkerRegistry::find(Uuid const& id) const {
  auto const found = records_.find(id);
  return found == records_.end() ? nullptr : &found->second;
}

void WorkerRegistry::note_dispatch(Uuid const& id) {
  auto const found = records_.find(id);
  ENSURE(found != records_.end());
  found->second.chosen = ++dispatches_;
}

}  // namespace drydock::moor::daemon
