#include "reference/moo/step.hpp"

#include <fmt/format.h>

#include "reference/moo/fields.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moo {
namespace {

constexpr std::string_view task_prefix = "task/";

/// Of a fixed width, so that keys are in the order of the ids.
std::string key_of(std::uint64_t task) { return fmt::format("{}{:020}", task_prefix, task); }

bool waits(Outcome const& outcome) {
  return std::holds_alternative<Sleeping>(outcome) || std::holds_alternative<AskingWorker>(outcome);
}

/// The task as it waits: {asks a worker, when it wakes or -1, the task}.
Result<std::string> record_of_waiting(Task const& task, Outcome const& outcome,
                                      std::int64_t seconds_since_1970) {
  auto saved = task.save();
  if (!saved) return tl::unexpected(saved.error());
  auto const* sleeping = std::get_if<Sleeping>(&outcome);
  std::int64_t wakes_at = -1;
  if (sleeping != nullptr && sleeping->time) {
    wakes_at = seconds_since_1970 +
               std::chrono::duration_cast<std::chrono::seconds>(*sleeping->time).count();
  }
  return moor::to_literal(
      record_of(std::int64_t{sleeping == nullptr ? 1 : 0}, wakes_at, std::move(*saved)));
}

Outcome not_stored(std::string const& why) {
  Failed failed;
  failed.error = raised(ErrorCode::e_quota, "not stored: " + why).value();
  failed.backtrace = {message_of(failed.error)};
  return failed;
}

/// What such a record holds.
Result<WaitingTask> waiting_task_of(Record const& record) {
  auto const value = moor::parse_literal(drydock::text_of(record.value));
  Fields fields(value ? *value : Var());
  bool const asks_worker = fields.flag();
  auto const wakes_at = fields.integer();
  auto task = Task::restore(fields.text());
  if (!fields.good() || !task) {
    return fail(record.key + ": " + (task ? "damaged" : task.error().message));
  }
  task->set_stored(true);
  WaitingTask waiting{std::move(*task), asks_worker, std::nullopt};
  if (wakes_at >= 0) waiting.wakes_at = wakes_at;
  return waiting;
}

/// What is to be stored of the task now, if that is another thing than before; a task that reads
/// dies with the daemon.
Result<std::vector<RecordChange>> task_records(Task const& task, Outcome const& outcome,
                                               std::int64_t seconds_since_1970) {
  std::vector<RecordChange> changes;
  if (!waits(outcome) && !task.is_stored()) return changes;
  auto& change = changes.emplace_back(RecordChange{key_of(task.id()), std::nullopt});
  if (!waits(outcome)) return changes;
  auto record = record_of_waiting(task, outcome, seconds_since_1970);
  if (!record) return tl::unexpected(record.error());
  change.value = bytes_of(*record);
  return changes;
}

}  // namespace

Step take_step(Task& task, Surroundings& around) {
  auto outcome = task.run(around);
  if (std::holds_alternative<Interrupted>(outcome)) return {std::move(outcome), {}, false};
  if (std::holds_alternative<OutOfLimit>(outcome)) around.world.rollback();
  auto records = task_records(task, outcome, around.seconds_since_1970);
  bool const can_be_stored = records.has_value();
  if (can_be_stored) records->insert(records->end(), around.also.begin(), around.also.end());
  bool const is_end = !waits(outcome) && !std::holds_alternative<Reading>(outcome);
  if (can_be_stored && is_end && around.with_end) records->push_back(around.with_end(outcome));
  auto stored = can_be_stored ? around.world.commit(*std::move(records))
                              : Result<void>(tl::unexpected(records.error()));
  auto effects = std::exchange(around.effects, {});
  if (stored) {
    task.set_stored(waits(outcome));
    return {std::move(outcome), std::move(effects), false};
  }
  around.world.rollback();
  return {not_stored(stored.error().message), {}, can_be_stored};
}

Result<void> forget(World& world, std::uint64_t task) {
  return world.commit({RecordChange{key_of(task), std::nullopt}});
}

Result<Task> stored_task(RecordStore& store, std::uint64_t task) {
  auto const records = store.read_all(key_of(task));
  if (!records) return tl::unexpected(records.error());
  if (records->empty()) return fail(key_of(task) + " is not stored");
  auto waiting = waiting_task_of(records->front());
  if (!waiting) return tl::unexpected(waiting.error());
  return std::move(waiting->task);
}

Result<std::vector<WaitingTask>> load_tasks(RecordStore& store, std::vector<Error>& refused) {
  auto const records = store.read_all(task_prefix);
  if (!records) return tl::unexpected(records.error());
  std::vector<WaitingTask> tasks;
  for (auto const& record : *records) {
    if (auto waiting = waiting_task_of(record)) {
      tasks.push_back(*std::move(waiting));
    } else {
      refused.push_back(waiting.error());
    }
  }
  return tasks;
}

}  // namespace drydock::moo
