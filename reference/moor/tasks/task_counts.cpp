#include "reference/moor/tasks/task_counts.hpp"

#include "reference/moo/builtin.hpp"

namespace drydock::moor::tasks {
namespace {

Counter counter(std::string_view name, std::int64_t count, Duration time = Duration{0}) {
  return {Symbol{std::string(name)}, count, time.count()};
}

Counter counter(std::string_view name, moo::Counted const& counted) {
  return counter(name, counted.count, counted.time);
}

std::vector<Counter> of_tasks(TaskCounts const& counts) {
  return {counter("task_submitted", counts.submitted),
          counter("step", counts.steps),
          counter("task_ended", counts.ended),
          counter("suspended", counts.suspended),
          counter("input_requested", counts.inputs_requested),
          counter("worker_asked", counts.workers_asked)};
}

std::vector<Counter> of_store(CountedStore::Counts const& counts) {
  return {counter("commit", counts.commits, counts.commit_time),
          counter("commit_failed", counts.failed_commits),
          counter("record_put", counts.records_put),
          counter("record_erased", counts.records_erased),
          counter("read", counts.reads, counts.read_time)};
}

std::vector<Counter> of_functions(std::vector<moo::Counted> const& calls) {
  std::vector<Counter> counters;
  for (std::size_t index = 0; index < calls.size(); ++index) {
    if (calls[index].count == 0) continue;
    counters.push_back(counter(moo::builtin_at(index).name, calls[index]));
  }
  return counters;
}

}  // namespace

std::vector<Counter> counters_of(std::string_view category, TaskCounts const& counts,
                                 CountedStore const* store) {
  if (category == "sched") return of_tasks(counts);
  if (category == "bf") return of_functions(counts.calls);
  if (category == "db" && store != nullptr) return of_store(store->counts());
  return {};
}

}  // namespace drydock::moor::tasks
