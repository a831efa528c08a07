#include "simulator/moor/checkers/ends_are_shown.hpp"

#include <fmt/format.h>

namespace drydock::simulator {

void EndsAreShown::on_heard(VirtualTime now, NodeId, Uuid const& client,
                            moor::ClientEventUnion const& event) {
  if (auto const* one = std::get_if<moor::TaskSuccessEvent>(&event)) {
    ended_[client].emplace(one->task_id, now);
  }
  if (auto const* one = std::get_if<moor::TaskErrorEvent>(&event)) {
    ended_[client].emplace(one->task_id, now);
  }
}

void EndsAreShown::on_shown(NodeId host, moor::host::Shown const& shown) {
  if (auto const* connected = std::get_if<moor::host::Connected>(&shown.event)) {
    clients_[{host, shown.user}] = connected->client_id;
  }
  auto const* given_up = std::get_if<moor::host::TaskGivenUp>(&shown.event);
  auto const client = clients_.find({host, shown.user});
  if (given_up == nullptr || client == clients_.end()) return;
  auto const ended = ended_.find(client->second);
  if (ended == ended_.end()) return;
  auto const end = ended->second.find(given_up->task_id);
  if (end == ended->second.end() || end->second >= shown.at) return;
  fail(fmt::format("task {} of client {} was given up, though the host had heard of its end",
                   given_up->task_id, client->second.text()));
}

void EndsAreShown::on_host(VirtualTime, NodeId host, NodeEvent event) {
  if (event != NodeEvent::crashed && event != NodeEvent::exited) return;
  std::erase_if(clients_, [&](auto const& one) { return one.first.first == host; });
}

}  // namespace drydock::simulator
