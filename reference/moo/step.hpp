#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "reference/moo/task.hpp"

// Steps of tasks as transactions, in which the tasks that wait are stored with what they did.

namespace drydock::moo {

/// How a step ended, and what is to be done now that it is stored.
struct Step {
  Outcome outcome;
  std::vector<Effect> effects;
  /// Whether it ended since the store took nothing: the same step may do better later.
  bool is_refused = false;
};

/// Runs the task's next step, commits it, and gives its effects: `around.effects` is where they are
/// collected. A step that ran into a limit leaves the world as it was; its effects stay, since
/// people are to see what led there. So does one that cannot be stored: the task ends with E_QUOTA
/// and without effects. After an interruption nothing is committed and there are no effects yet;
/// the same `around.effects` has to come back, and no other task may step before.
Step take_step(Task& task, Surroundings& around);

/// Removes what is stored of a task that was killed while it waited.
Result<void> forget(World& world, std::uint64_t task);

/// The task as the store has it, to take its last step once more. Fails where it is not there.
Result<Task> stored_task(RecordStore& store, std::uint64_t task);

/// A task that waited when the daemon stopped.
struct WaitingTask {
  Task task;
  bool asks_worker = false;              // Else it sleeps.
  std::optional<std::int64_t> wakes_at;  // Seconds since 1970; never by itself where absent.
};
/// Those of `store` in the order of their ids. One that cannot go on, with the reason, is in
/// `refused`; the others are not held up by it.
Result<std::vector<WaitingTask>> load_tasks(RecordStore& store, std::vector<Error>& refused);

}  // namespace drydock::moo
