#include "simulator/moor/checkers/switches_in_order.hpp"

#include <fmt/format.h>

namespace drydock::simulator {
namespace {

/// How long a command that switches may take.
constexpr Duration switch_max = std::chrono::seconds{60};
constexpr std::string_view opening = "notify(player, \"";
constexpr std::string_view closing = "\"); switch_player(";

/// The mark of such an expression; absent in any other.
std::optional<std::string> mark_of(std::string_view expression) {
  std::size_t const begin = expression.find(opening);
  if (begin == std::string_view::npos) return std::nullopt;
  std::string_view const rest = expression.substr(begin + opening.size());
  std::size_t const end = rest.find('"');
  if (end == std::string_view::npos || !rest.substr(end).starts_with(closing)) return std::nullopt;
  return std::string(rest.substr(0, end));
}

bool is_aborted(moor::ReplyResultUnion const& result) {
  auto const* failure = std::get_if<moor::Failure>(&result);
  return failure != nullptr && failure->error.error_code == moor::RpcMessageErrorCode::task_error;
}

}  // namespace

void SwitchesInOrder::on_call(VirtualTime now, ClientCall const& call) {
  auto const* command = call.as<moor::Command>();
  auto const* eval = call.as<moor::Eval>();
  if (command != nullptr && command->command.starts_with("su")) may_switch_[call.client] = now;
  if (eval == nullptr) return;
  auto const mark = mark_of(eval->expression);
  if (!mark && eval->expression.find("switch_player") != std::string::npos) {
    may_switch_[call.client] = now;
  }
  if (mark) evals_[call.client] = Eval{*mark};
}

void SwitchesInOrder::on_answer(VirtualTime now, ClientCall const& call,
                                moor::ReplyResultUnion const& result) {
  auto const* eval = call.as<moor::Eval>();
  auto const known = evals_.find(call.client);
  if (eval == nullptr || known == evals_.end() || mark_of(eval->expression) != known->second.mark) {
    return;
  }
  if (known->second.has_switched && is_aborted(result)) {
    fail(fmt::format("client {} was told of a switch by a task that was aborted",
                     call.client.text()));
  }
  evals_.erase(known);
  may_switch_[call.client] = now;  // What is told from now on may be of before.
}

void SwitchesInOrder::on_event(VirtualTime now, Uuid const& client,
                               moor::ClientEventUnion const& event) {
  auto const known = evals_.find(client);
  if (known == evals_.end()) return;
  if (auto const* seen = std::get_if<moor::NarrativeEventMessage>(&event)) {
    auto const* notify = std::get_if<moor::NotifyEvent>(&seen->event.event);
    auto const* text = notify == nullptr ? nullptr : notify->value.as<std::string>();
    if (text != nullptr && *text == known->second.mark) known->second.is_heard = true;
  }
  if (!is_switch(client, event)) return;
  auto const other = may_switch_.find(client);
  if (other != may_switch_.end() && now <= other->second + switch_max) return;
  known->second.has_switched = true;
  if (known->second.is_heard) return;
  fail(fmt::format("client {} was told of a switch before '{}', which came before it",
                   client.text(), known->second.mark));
}

bool SwitchesInOrder::is_switch(Uuid const& client, moor::ClientEventUnion const& event) const {
  auto const* switched = std::get_if<moor::PlayerSwitchedEvent>(&event);
  if (switched == nullptr) return false;
  auto const* known = clients_.find(client);
  return known == nullptr || known->player != switched->new_player;
}

void SwitchesInOrder::on_daemon(VirtualTime, NodeEvent event) {
  // Of what it was about, the rest may go untold.
  if (event == NodeEvent::crashed || event == NodeEvent::exited) evals_.clear();
}

}  // namespace drydock::simulator
