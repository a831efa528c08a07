#include "simulator/moor/checkers/lines_wait.hpp"

#include <fmt/format.h>

namespace drydock::simulator {

void LinesWait::on_told(VirtualTime now, NodeId, ClientCall const& call,
                        moor::ReplyResultUnion const& result) {
  auto const* submitted = granted<moor::TaskSubmitted>(result);
  if (submitted == nullptr || call.as<moor::Command>() == nullptr) return;
  Client& client = clients_[call.client];
  client.waiting.reset();
  if (client.let_go.contains(submitted->task_id)) return;
  client.waiting = submitted->task_id;
  client.since = now;
}

void LinesWait::on_heard(VirtualTime, NodeId, Uuid const& client,
                         moor::ClientEventUnion const& event) {
  if (auto const* one = std::get_if<moor::TaskSuccessEvent>(&event)) let_go(client, one->task_id);
  if (auto const* one = std::get_if<moor::TaskErrorEvent>(&event)) let_go(client, one->task_id);
  if (auto const* one = std::get_if<moor::TaskSuspendedEvent>(&event)) let_go(client, one->task_id);
}

void LinesWait::let_go(Uuid const& id, std::uint64_t task) {
  Client& client = clients_[id];
  client.let_go.insert(task);
  if (client.waiting == task) client.waiting.reset();
}

void LinesWait::on_asked(VirtualTime now, NodeId host, ClientCall const& call) {
  auto const* command = call.as<moor::Command>();
  auto const known = clients_.find(call.client);
  if (command == nullptr || known == clients_.end() || !known->second.waiting) return;
  if (now >= known->second.since + roles_.task_waits.at(host)) return;
  fail(fmt::format("'{}' went out for client {}, whose task {} had neither ended nor gone to sleep",
                   command->command, call.client.text(), *known->second.waiting));
}

}  // namespace drydock::simulator
