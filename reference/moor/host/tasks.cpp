#include "reference/moor/host/tasks.hpp"

#include <utility>

namespace drydock::moor::host {
namespace {

constexpr std::size_t early_max = 256;  // Tasks whose ids are unknown yet; a request makes one.
constexpr std::size_t aside_max = 4096;

}  // namespace

void Tasks::expect_no_more() {
  expecting_ = false;
  early_.clear();
}

std::vector<ShownEvent> Tasks::on_submitted(std::uint64_t task_id) {
  expecting_ = false;
  waiting_ = task_id;
  std::vector<ShownEvent> heard;
  if (auto found = early_.find(task_id); found != early_.end()) heard = std::move(found->second);
  early_.clear();
  for (ShownEvent const& event : heard) {
    waiting_.reset();
    if (std::holds_alternative<TaskSuspendedEvent>(event)) {
      leave_aside(task_id);
    } else {
      aside_.erase(task_id);
    }
  }
  return heard;
}

Tasks::Standing Tasks::standing(std::uint64_t task_id) const {
  if (waiting_ && (*waiting_ == task_id || settings_.has(Defect::any_end_clears))) {
    return Standing::ours;
  }
  if (aside_.contains(task_id)) return Standing::ours;
  if (expecting_ && !settings_.has(Defect::misses_early_ends)) return Standing::early;
  return Standing::foreign;
}

template <class Event>
std::optional<ShownEvent> Tasks::on_end(Event const& event) {
  Standing const whose = standing(event.task_id);
  if (whose == Standing::early) keep(event.task_id, event);
  if (whose != Standing::ours) return std::nullopt;
  if (waiting_ == event.task_id || settings_.has(Defect::any_end_clears)) waiting_.reset();
  aside_.erase(event.task_id);
  return event;
}

std::optional<ShownEvent> Tasks::on_event(TaskSuccessEvent const& event) { return on_end(event); }
std::optional<ShownEvent> Tasks::on_event(TaskErrorEvent const& event) { return on_end(event); }

std::optional<ShownEvent> Tasks::on_event(TaskSuspendedEvent const& event) {
  Standing const whose = standing(event.task_id);
  if (whose == Standing::early) keep(event.task_id, event);
  if (whose != Standing::ours) return std::nullopt;
  if (waiting_ == event.task_id) {
    waiting_.reset();
    leave_aside(event.task_id);
  }
  return event;
}

std::optional<TaskGivenUp> Tasks::give_up() {
  if (!waiting_) return std::nullopt;
  TaskGivenUp const given_up{*waiting_};
  waiting_.reset();
  leave_aside(given_up.task_id);
  return given_up;
}

void Tasks::forget_all() {
  waiting_.reset();
  aside_.clear();
  expect_no_more();
}

void Tasks::keep(std::uint64_t task_id, ShownEvent event) {
  if (early_.size() >= early_max && !early_.contains(task_id)) return;
  early_[task_id].push_back(std::move(event));
}

/// Of more than there can be in earnest the oldest are forgotten: their ends never came.
void Tasks::leave_aside(std::uint64_t task_id) {
  if (aside_.size() >= aside_max) aside_.erase(aside_.begin());
  aside_.insert(task_id);
}

}  // namespace drydock::moor::host
