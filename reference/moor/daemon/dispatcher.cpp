#include "reference/moor/daemon/dispatcher.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "reference/core/mark.hpp"
#include "reference/moor/codec/codec.hpp"

namespace drydock::moor::daemon {
namespace {

constexpr double timeout_seconds_max = 50.0 * 365 * 86'400;  // More does not fit the clock.

/// The timeout as it goes to the worker: whole milliseconds, rounded down, and 0 only for none.
std::uint64_t timeout_ms_of(std::optional<double> seconds, Defects const& defects) {
  if (!seconds) return 0;
  double const bounded = std::min(*seconds, timeout_seconds_max);
  auto const whole = static_cast<std::uint64_t>(std::floor(bounded * 1000));
  if (defects.has(Defect::timeout_rounds_to_zero)) return whole;
  return std::max<std::uint64_t>(whole, 1);
}

bool is_valid_timeout(double seconds) { return std::isfinite(seconds) && seconds > 0; }

}  // namespace

Frames broadcast(Bytes payload) { return frames_of(bytes_of("workers"), std::move(payload)); }

void Dispatcher::tell(Caller const& caller, Outcome outcome, Outbox& out) {
  if (!caller.is_task()) return callers_.tell(caller, std::move(outcome), out);
  answers_.push_back({caller.request_id, std::move(outcome)});
}

void Dispatcher::issue(VirtualTime now, Caller const& caller, CallerRequest request, Outbox& out) {
  if (request.timeout_seconds && !is_valid_timeout(*request.timeout_seconds)) {
    WorkerInvalidRequest const why{"a timeout is a finite number of seconds above 0, not " +
                                   std::to_string(*request.timeout_seconds)};
    return tell(caller, WorkerError{why}, out);
  }
  if (pending_.size() >= settings_.pending_max) {
    mark("daemon.too-many-pending");
    WorkerInternalError const why{"too many requests are pending"};
    return tell(caller, WorkerError{why}, out);
  }
  std::optional<Uuid> const worker_id = choose(now, request.worker_type);
  if (!worker_id) {
    return tell(caller, WorkerError{NoWorkerAvailable{request.worker_type}}, out);
  }
  publish(now, *worker_id, caller, std::move(request), out);
}

bool Dispatcher::may_get(WorkerRecord const& record, VirtualTime now) const {
  bool const unbounded = clock_ == nullptr || !record.shown;
  if (unbounded || settings_.defects.has(Defect::expired_still_dispatched)) return true;
  return clock_->wall_time(now) < record.shown->good_until;
}

std::optional<Uuid> Dispatcher::choose(VirtualTime now, Symbol const& type) const {
  std::string const folded = registry_.folded(type);
  std::optional<Uuid> best;
  for (auto const& [id, record] : registry_.records()) {
    if (record.folded_type != folded || !may_get(record, now)) continue;
    if (!best || better(id, *best)) best = id;
  }
  if (best) return best;
  for (auto const& [id, record] : ghosts_) {
    if (record.folded_type == folded) return id;
  }
  return std::nullopt;
}

bool Dispatcher::better(Uuid const& candidate, Uuid const& best) const {
  std::size_t const candidate_load = pending_.load_of(candidate);
  std::size_t const best_load = pending_.load_of(best);
  if (candidate_load != best_load) {
    bool const lighter = candidate_load < best_load;
    return settings_.defects.has(Defect::most_loaded_first) ? !lighter : lighter;
  }
  if (settings_.defects.has(Defect::unfair_ties)) return false;
  return registry_.find(candidate)->chosen < registry_.find(best)->chosen;
}

void Dispatcher::publish(VirtualTime now, Uuid const& worker_id, Caller const& caller,
                         CallerRequest&& request, Outbox& out) {
  Uuid const id = Uuid::random(rng_);
  WorkerRequest message{worker_id, id, request.perms, std::move(request.arguments),
                        timeout_ms_of(request.timeout_seconds, settings_.defects)};
  Limits limits;
  limits.message_bytes = settings_.message_bytes_max;
  Result<Bytes> payload = encode(DaemonToWorkerMessage{std::move(message)}, limits);
  if (!payload) {
    if (settings_.defects.has(Defect::lambda_forgotten)) return;
    WorkerInvalidRequest const why{payload.error().message};
    return tell(caller, WorkerError{why}, out);
  }
  out.emplace_back(Send{{dispatch_socket}, broadcast(*std::move(payload))});
  pending_.add(Pending{.id = id, .worker_id = worker_id, .caller = caller});
  if (registry_.find(worker_id) != nullptr) registry_.note_dispatch(worker_id);
  std::optional<Duration> timeout;
  if (request.timeout_seconds) {
    double const seconds = std::min(*request.timeout_seconds, timeout_seconds_max);
    timeout = Duration{std::llround(seconds * 1e9)};
  }
  set_timers(now, id, timeout, out);
}

void Dispatcher::set_timers(VirtualTime now, Uuid const& id, std::optional<Duration> timeout,
                            Outbox& out) const {
  if (settings_.defects.has(Defect::no_request_deadline)) return;
  Duration const age_max = timeout ? *timeout + settings_.timeout_grace : settings_.request_age_max;
  out.emplace_back(SetTimer{{deadline_timer, id}, now + age_max});
  Duration const load_max = timeout ? age_max : settings_.load_age_max;
  if (load_max < age_max) out.emplace_back(SetTimer{{load_timer, id}, now + load_max});
}

void Dispatcher::close(Pending const& pending, Outbox& out) const {
  out.emplace_back(CancelTimer{{deadline_timer, pending.id}});
  out.emplace_back(CancelTimer{{load_timer, pending.id}});
}

bool Dispatcher::settle(Uuid const& worker_id, Uuid const& request_id, Outcome outcome,
                        Outbox& out) {
  Defects const& defects = settings_.defects;
  if (defects.has(Defect::wrong_caller)) pending_.swap_caller_with_another(request_id);
  std::optional<Pending> const pending = defects.has(Defect::answer_of_anyone)
                                             ? pending_.take(request_id)
                                             : pending_.take(worker_id, request_id);
  if (!pending) {
    mark("daemon.answer-of-nobody");
    auto const again = settled_.find(request_id);
    if (again == settled_.end()) return false;
    tell(again->second, std::move(outcome), out);
    return true;
  }
  close(*pending, out);
  tell(pending->caller, std::move(outcome), out);
  if (defects.has(Defect::settles_twice)) settled_.emplace(request_id, pending->caller);
  return true;
}

void Dispatcher::fail_all_of(Uuid const& worker_id, Symbol const& type, Outbox& out) {
  WorkerDetached const why{type.text + " worker " + worker_id.text() + " detached"};
  for (Pending const& pending : pending_.take_all_of(worker_id)) {
    mark("daemon.worker-gone-with-request");
    close(pending, out);
    tell(pending.caller, WorkerError{why}, out);
  }
}

void Dispatcher::fail_all(Outbox& out) {
  for (Pending const& pending : pending_.take_all()) {
    mark("daemon.stops-with-request");
    close(pending, out);
    tell(pending.caller, WorkerError{WorkerInternalError{"the daemon is stopping"}}, out);
  }
}

void Dispatcher::forget_all_of(Uuid const& worker_id, Outbox& out) {
  for (Pending const& pending : pending_.take_all_of(worker_id)) close(pending, out);
}

void Dispatcher::forget(Uuid const& request_id, Outbox& out) {
  if (auto const pending = pending_.take(request_id)) close(*pending, out);
}

void Dispatcher::on_timer(TimerId const& timer, Outbox& out) {
  if (timer.name == load_timer) return pending_.stop_counting(timer.about);
  std::optional<Pending> const pending = pending_.take(timer.about);
  if (!pending) return;
  mark("daemon.request-timed-out");
  close(*pending, out);
  tell(pending->caller, WorkerError{WorkerRequestTimedOut{"the worker did not answer in time"}},
       out);
}

void Dispatcher::keep_dispatching_to(Uuid const& worker_id, WorkerRecord const& record) {
  ghosts_.insert_or_assign(worker_id, record);
}

}  // namespace drydock::moor::daemon
