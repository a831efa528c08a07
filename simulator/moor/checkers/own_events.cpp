#include "simulator/moor/checkers/own_events.hpp"

#include <fmt/format.h>

namespace drydock::simulator {

void OwnEvents::on_answer(VirtualTime, ClientCall const& call,
                          moor::ReplyResultUnion const& result) {
  auto const* submitted = granted<moor::TaskSubmitted>(result);
  if (submitted != nullptr) compare(submitted->task_id, call.client);
}

void OwnEvents::on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) {
  if (auto const* one = std::get_if<moor::TaskSuccessEvent>(&event)) compare(one->task_id, client);
  if (auto const* one = std::get_if<moor::TaskErrorEvent>(&event)) compare(one->task_id, client);
  if (auto const* one = std::get_if<moor::TaskSuspendedEvent>(&event)) {
    compare(one->task_id, client);
  }
  if (auto const* one = std::get_if<moor::NarrativeEventMessage>(&event)) {
    check_player(now, client, one->player);
  }
  auto const* option = std::get_if<moor::SetConnectionOptionEvent>(&event);
  auto const* known = clients_.find(client);
  if (option == nullptr || known == nullptr || !known->object) return;
  if (option->connection_obj != *known->object) {
    fail(fmt::format("client {} was told an option of the connection {}", client.text(),
                     moor::text_of(option->connection_obj)));
  }
}

void OwnEvents::compare(std::uint64_t task, Uuid const& client) {
  auto const [owner, is_first] = owners_.emplace(task, client);
  if (is_first || owner->second == client) return;
  fail(fmt::format("task {} is of client {}, and client {} was told of it", task,
                   owner->second.text(), client.text()));
}

void OwnEvents::check_player(VirtualTime now, Uuid const& client, moor::Obj const& player) {
  auto const* known = clients_.find(client);
  // What a login shows may come before its reply.
  if (known == nullptr || known->logins > 0) return;
  if (known->player == player || known->object == player) return;
  if (!known->player && !known->object) return;
  if (known->is_doubtful) return;
  if (clients_.may_be_held(now, *known) && known->former_players.contains(player)) return;
  fail(fmt::format("client {} was shown what the player {} sees, who is another", client.text(),
                   moor::text_of(player)));
}

}  // namespace drydock::simulator
