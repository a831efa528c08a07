#include "simulator/moor/checkers/cancelled_for_a_reason.hpp"

#include <fmt/format.h>

namespace drydock::simulator {
namespace {

/// How long a program that kills may run, or wait.
constexpr Duration kill_max = std::chrono::seconds{60};

bool may_kill(ClientCall const& call) {
  if (auto const* command = call.as<moor::Command>()) return command->command.starts_with("kill");
  auto const* eval = call.as<moor::Eval>();
  return eval != nullptr && eval->expression.find("kill_task") != std::string::npos;
}

bool is_cancelled(moor::SchedulerError const& error) {
  return std::holds_alternative<moor::TaskAbortedCancelled>(error);
}

}  // namespace

void CancelledForAReason::on_call(VirtualTime now, ClientCall const& call) {
  look(now);
  if (may_kill(call)) killed_ = now;
}

void CancelledForAReason::on_answer(VirtualTime now, ClientCall const& call,
                                    moor::ReplyResultUnion const& result) {
  look(now);
  if (may_kill(call)) killed_ = now;
  auto const* submitted = granted<moor::TaskSubmitted>(result);
  if (submitted != nullptr) of_this_start_.insert(submitted->task_id);
}

void CancelledForAReason::on_event(VirtualTime now, Uuid const& client,
                                   moor::ClientEventUnion const& event) {
  if (std::holds_alternative<moor::DisconnectEvent>(event)) unexplained_.erase(client);
  look(now);
  auto const* failed = std::get_if<moor::TaskErrorEvent>(&event);
  if (failed == nullptr || !is_cancelled(failed->error)) return;
  bool const may_be_killed = killed_ && now <= *killed_ + kill_max;
  if (may_be_killed || !of_this_start_.contains(failed->task_id)) return;
  unexplained_.try_emplace(client, Cancelled{now, failed->task_id});
}

void CancelledForAReason::look(VirtualTime now) {
  for (auto const& [client, cancelled] : unexplained_) {
    if (cancelled.at >= now) continue;
    return fail(fmt::format("task {} of client {} was cancelled, and nobody had killed it",
                            cancelled.task, client.text()));
  }
}

/// Whoever has to stop cancels what runs.
void CancelledForAReason::on_daemon(VirtualTime now, NodeEvent event) {
  if (event == NodeEvent::exited) unexplained_.clear();
  look(now);
  if (event == NodeEvent::crashed || event == NodeEvent::exited) of_this_start_.clear();
}

void CancelledForAReason::on_note(VirtualTime, NodeId, std::string_view word,
                                  std::string_view text) {
  if (word == "do" && text.starts_with("stop ")) of_this_start_.clear();
}

}  // namespace drydock::simulator
