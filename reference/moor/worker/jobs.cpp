#include "reference/moor/worker/jobs.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace drydock::moor::worker {
namespace {

constexpr std::uint64_t default_timeout_ms = 10'000;  // Of a worker with Defect::default_timeout.
constexpr std::uint64_t timeout_ms_max = std::uint64_t{50} * 365 * 86'400 * 1000;

Duration timeout_of(std::uint64_t timeout_ms) {
  return std::chrono::milliseconds{static_cast<std::int64_t>(std::min(timeout_ms, timeout_ms_max))};
}

bool is_plain(Var const& value) {
  if (List const* const list = value.as<List>()) {
    return std::all_of(list->elements.begin(), list->elements.end(), is_plain);
  }
  return value.as<std::string>() || value.as<std::int64_t>() || value.as<Float>();
}

Var plain(Var const& value) {
  if (List const* const list = value.as<List>()) {
    std::vector<Var> elements;
    for (Var const& element : list->elements) elements.push_back(plain(element));
    return list_of(std::move(elements));
  }
  return is_plain(value) ? value : Var{"<unsupported>"};
}

}  // namespace

bool Jobs::is_repeat(VirtualTime now, Uuid const& id) {
  while (!finished_order_.empty() &&
         now - finished_order_.front().first > settings_.remember_finished) {
    auto const& [at, old] = finished_order_.front();
    auto const found = finished_.find(old);
    if (found != finished_.end() && found->second == at) finished_.erase(found);
    finished_order_.pop_front();
  }
  return running_.contains(id) || waiting_.contains(id) || finished_.contains(id);
}

void Jobs::accept(VirtualTime now, WorkerRequest const& request, std::vector<Finished>& done,
                  Outbox& out) {
  Defects const& defects = settings_.defects;
  if (is_repeat(now, request.id) && !defects.has(Defect::repeats_work)) return;
  if (stopping_) {
    finish(now, request.id, WorkerError{WorkerInternalError{"the worker is stopping"}}, done, out);
    return;
  }
  std::uint64_t timeout_ms = request.timeout_ms;
  if (timeout_ms == 0 && defects.has(Defect::default_timeout)) timeout_ms = default_timeout_ms;
  if (timeout_ms != 0 && !defects.has(Defect::ignores_timeout)) {
    out.emplace_back(SetTimer{{timeout_timer, request.id}, now + timeout_of(timeout_ms)});
  }
  if (running_.size() < settings_.concurrency_max) {
    start(now, request, done, out);
  } else if (defects.has(Defect::drops_excess)) {
    out.emplace_back(Log{LogLevel::warning, "too many requests, one dropped"});
  } else if (waiting_.size() < settings_.waiting_max) {
    waiting_.emplace(request.id, request);
    waiting_order_.push_back(request.id);
  } else {
    finish(now, request.id, WorkerError{WorkerInternalError{"too many requests at once"}}, done,
           out);
  }
}

void Jobs::start(VirtualTime now, WorkerRequest const& request, std::vector<Finished>& done,
                 Outbox& out) {
  Defects const& defects = settings_.defects;
  Job job{request.perms, request.request};
  if (defects.has(Defect::changes_perms)) job.perms = ObjId{-1};
  if (defects.has(Defect::drops_types)) {
    for (Var& argument : job.arguments) argument = plain(argument);
  }
  Work work = service_.perform(job);
  if (defects.has(Defect::silent_on_failure) && std::holds_alternative<WorkerError>(work.answer)) {
    out.emplace_back(CancelTimer{{timeout_timer, request.id}});
    return;
  }
  // Running it can only be with Defect::repeats_work: the second time is done first.
  if (work.takes <= Duration{0} || running_.contains(request.id)) {
    finish(now, request.id, std::move(work.answer), done, out);
    return;
  }
  running_.insert_or_assign(request.id, std::move(work.answer));
  out.emplace_back(SetTimer{{done_timer, request.id}, now + work.takes});
}

void Jobs::start_waiting(VirtualTime now, std::vector<Finished>& done, Outbox& out) {
  while (running_.size() < settings_.concurrency_max && !waiting_order_.empty()) {
    auto const next = waiting_.extract(waiting_order_.front());
    waiting_order_.pop_front();
    if (next) start(now, next.mapped(), done, out);
  }
}

void Jobs::finish(VirtualTime now, Uuid const& id, Answer answer, std::vector<Finished>& done,
                  Outbox& out) {
  out.emplace_back(CancelTimer{{timeout_timer, id}});
  finished_.insert_or_assign(id, now);
  finished_order_.emplace_back(now, id);
  done.push_back({id, std::move(answer)});
}

void Jobs::on_timeout(VirtualTime now, Uuid const& id, std::vector<Finished>& done, Outbox& out) {
  bool const work_goes_on = settings_.defects.has(Defect::answers_after_timeout);
  bool const open = running_.contains(id) || waiting_.contains(id);
  if (!open) return;
  waiting_.erase(id);
  if (!work_goes_on) {
    running_.erase(id);
    out.emplace_back(CancelTimer{{done_timer, id}});
  }
  finish(now, id,
         WorkerError{WorkerRequestTimedOut{"the work took longer than the request allows"}}, done,
         out);
}

void Jobs::on_timer(VirtualTime now, TimerId const& timer, std::vector<Finished>& done,
                    Outbox& out) {
  if (timer.name == timeout_timer) {
    on_timeout(now, timer.about, done, out);
  } else if (auto ended = running_.extract(timer.about)) {
    finish(now, timer.about, std::move(ended.mapped()), done, out);
  }
  start_waiting(now, done, out);
}

void Jobs::stop(VirtualTime now, std::vector<Finished>& done, Outbox& out) {
  stopping_ = true;
  waiting_order_.clear();
  for (auto const& [id, request] : std::exchange(waiting_, {})) {
    finish(now, id, WorkerError{WorkerInternalError{"the worker is stopping"}}, done, out);
  }
}

void Jobs::abandon(VirtualTime now, std::vector<Finished>& done, Outbox& out) {
  for (auto const& [id, answer] : std::exchange(running_, {})) {
    out.emplace_back(CancelTimer{{done_timer, id}});
    finish(now, id, WorkerError{WorkerInternalError{"the worker stopped before it was done"}}, done,
           out);
  }
}

}  // namespace drydock::moor::worker
