#include "simulator/moor/checkers/ends_once.hpp"

#include <fmt/format.h>

namespace drydock::simulator {

void EndsOnce::on_answer(VirtualTime, ClientCall const& call,
                         moor::ReplyResultUnion const& result) {
  if (call.as<moor::RequestedInput>() != nullptr && granted<moor::InputThanks>(result)) {
    auto const asked = asked_for_input_.find(call.client);
    if (asked != asked_for_input_.end() && asked->second > 0) --asked->second;
  }
  auto const* submitted = granted<moor::TaskSubmitted>(result);
  if (submitted == nullptr) return;
  Task& task = tasks_[submitted->task_id];
  if (task.accepted_for) {
    return fail(fmt::format("the task id {} was given a second time", submitted->task_id));
  }
  task.accepted_for = call.client;
}

void EndsOnce::on_event(VirtualTime, Uuid const& client, moor::ClientEventUnion const& event) {
  if (std::holds_alternative<moor::RequestInputEvent>(event)) ++asked_for_input_[client];
  if (auto const* one = std::get_if<moor::TaskSuccessEvent>(&event)) return on_end(one->task_id);
  if (auto const* one = std::get_if<moor::TaskErrorEvent>(&event)) return on_end(one->task_id);
  auto const* suspended = std::get_if<moor::TaskSuspendedEvent>(&event);
  if (suspended != nullptr && tasks_[suspended->task_id].ended) {
    fail(fmt::format("task {} was suspended after its end", suspended->task_id));
  }
}

void EndsOnce::on_end(std::uint64_t id) {
  Task& task = tasks_[id];
  if (task.ended) fail(fmt::format("task {} ended a second time", id));
  task.ended = true;
}

void EndsOnce::on_daemon(VirtualTime now, NodeEvent event) {
  if (event != NodeEvent::crashed) return;
  for (auto& [id, task] : tasks_) {
    if (!task.accepted_for || task.ended || store_.is_noted(id)) continue;
    auto const* client = clients_.find(*task.accepted_for);
    bool const is_held = client != nullptr && clients_.may_be_held(now, *client);
    if (store_.died_writing() || is_held) task.is_lost = true;
  }
}

std::optional<std::uint64_t> EndsOnce::owed() const {
  std::map<Uuid, std::size_t> open;
  for (auto const& [id, task] : tasks_) {
    if (task.ended || task.is_lost || !task.accepted_for) continue;
    KnownClients::Client const* const client = clients_.find(*task.accepted_for);
    if (client == nullptr || !client->is_there) continue;
    auto const asked = asked_for_input_.find(*task.accepted_for);
    std::size_t const may_wait = asked == asked_for_input_.end() ? 0 : asked->second;
    if (++open[*task.accepted_for] > may_wait) return id;
  }
  return std::nullopt;
}

void EndsOnce::at_end(VirtualTime, bool settled) {
  if (!settled) return;
  if (auto const id = owed()) {
    fail(fmt::format("task {} of client {} never ended", *id, tasks_.at(*id).accepted_for->text()));
  }
}

}  // namespace drydock::simulator
