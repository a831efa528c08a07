#pragma once

#include <cstddef>
#include <cstdint>

#include "reference/core/time.hpp"
#include "reference/moor/tasks/defects.hpp"

namespace drydock::moor::tasks {

/// How tasks are run. Source of the limits: hosts 5.2.
struct Settings {
  /// Of a task's first step, and of those after it waited.
  std::int64_t foreground_ticks = 60'000;
  Duration foreground_time = std::chrono::seconds{5};
  std::int64_t background_ticks = 30'000;
  Duration background_time = std::chrono::seconds{3};
  std::size_t frames = 50;

  /// What one step of the machine does at most: so many transactions, and of the last one so many
  /// ticks. The rest comes in the next, after what others asked meanwhile (DC-13).
  std::int64_t slice = 5'000;
  std::size_t transactions_per_step = 16;
  /// How long `suspend(0)` takes, so that time passes in a loop of them.
  Duration pause = std::chrono::milliseconds{1};
  /// How long tasks of before a restart wait, so that those they tell are there again.
  Duration restart_delay = std::chrono::seconds{1};
  /// After how long is tried again what the store refused.
  Duration store_again = std::chrono::seconds{1};
  std::size_t tasks_max = 100'000;

  Defects defects;
};

}  // namespace drydock::moor::tasks
