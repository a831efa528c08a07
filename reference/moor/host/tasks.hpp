#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "reference/moor/codec/events.hpp"
#include "reference/moor/host/settings.hpp"
#include "reference/moor/host/shown.hpp"

namespace drydock::moor::host {

/// The tasks of one connection that will end by an event. Events are matched by their ids, and
/// those that come before the id is known are kept until it is (H-13, H-14, HQ-69).
class Tasks {
 public:
  explicit Tasks(Settings const& settings) : settings_(settings) {}

  /// A request went out whose reply will name a task.
  void expect() { expecting_ = true; }
  /// The reply did not name one.
  void expect_no_more();
  /// The reply named it. Gives back what was heard of the task before.
  std::vector<ShownEvent> on_submitted(std::uint64_t task_id);

  /// Gives back what there is to show of it: nothing where the task is not ours.
  std::optional<ShownEvent> on_event(TaskSuccessEvent const& event);
  std::optional<ShownEvent> on_event(TaskErrorEvent const& event);
  std::optional<ShownEvent> on_event(TaskSuspendedEvent const& event);
  /// It has taken too long. Gives back the task, if one was waited for.
  std::optional<TaskGivenUp> give_up();
  void forget_all();

  /// Whether lines have to wait for a task's end.
  bool waiting() const { return waiting_.has_value(); }
  /// Whether each has ended, as far as is known.
  bool settled() const { return !waiting_ && !expecting_ && aside_.empty(); }

 private:
  enum class Standing : std::uint8_t { ours, early, foreign };
  Standing standing(std::uint64_t task_id) const;
  template <class Event>
  std::optional<ShownEvent> on_end(Event const& event);
  void keep(std::uint64_t task_id, ShownEvent event);
  void leave_aside(std::uint64_t task_id);

  Settings const& settings_;
  bool expecting_ = false;
  std::optional<std::uint64_t> waiting_;
  std::set<std::uint64_t> aside_;  // Ours, not waited for: they sleep, or took too long.
  std::map<std::uint64_t, std::vector<ShownEvent>> early_;
};

}  // namespace drydock::moor::host
