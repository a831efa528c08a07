#include "simulator/moor/checkers/sessions_hold.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::simulator {
namespace {

/// As many rows as the core keeps; with so many the first are missing.
constexpr std::size_t rows_max = 100;

/// What the world was told of one player.
struct Told {
  std::size_t came = 0;
  std::size_t went = 0;
  bool is_there = false;
};

moor::Var const* element(moor::Var const& value, std::size_t at) {
  auto const* list = value.as<moor::List>();
  return list == nullptr || list->elements.size() <= at ? nullptr : &list->elements[at];
}

bool contains(moor::Var const& list, moor::Obj const& object) {
  auto const& elements = list.as<moor::List>()->elements;
  return std::any_of(elements.begin(), elements.end(), [&](moor::Var const& one) {
    auto const* found = one.as<moor::Obj>();
    return found != nullptr && *found == object;
  });
}

}  // namespace

void SessionsHold::on_answer(VirtualTime, ClientCall const& call,
                             moor::ReplyResultUnion const& result) {
  auto const* known = clients_.find(call.client);
  bool const is_there = known != nullptr && known->is_there;
  if (auto const* made = granted<moor::NewConnection>(result)) {
    if (is_there) fail(fmt::format("client {} was connected a second time", call.client.text()));
    on_made(call.client, made->connection_obj);
  }
  if (granted<moor::AttachResult>(result) && call.as<moor::Attach>() && is_there) {
    fail(fmt::format("client {} was attached though it was connected", call.client.text()));
  }
  auto const* login = granted<moor::LoginResult>(result);
  if (login != nullptr && login->success && login->player) {
    on_changed(call.client, *login->player);
  }
  auto const* eval = call.as<moor::Eval>();
  auto const* answer = granted<moor::EvalResult>(result);
  if (eval && answer && eval->expression == question) on_told(answer->result);
}

void SessionsHold::on_made(Uuid const& client, moor::Obj const& object) {
  if (objects_.insert(object).second) return;
  fail(fmt::format("the connection object {} came a second time, for client {}",
                   moor::text_of(object), client.text()));
}

void SessionsHold::on_event(VirtualTime, Uuid const& client, moor::ClientEventUnion const& event) {
  auto const* switched = std::get_if<moor::PlayerSwitchedEvent>(&event);
  if (switched != nullptr) on_changed(client, switched->new_player);
}

/// Whose login or switch was stored, and nobody was told of it.
void SessionsHold::on_daemon(VirtualTime, NodeEvent event) {
  if (event != NodeEvent::restarted) return;
  for (auto const& [id, client] : clients_.all()) {
    if (!client.may_have_changed) continue;
    auto const stored = store_.connection(id);
    if (stored && stored->player) on_changed(id, *stored->player);
  }
}

void SessionsHold::on_changed(Uuid const& id, moor::Obj const& player) {
  auto const* client = clients_.find(id);
  if (client == nullptr || !client->player || *client->player == player) return;
  changed_.insert(*client->player);
  changed_.insert(player);
}

void SessionsHold::on_told(moor::Var const& answer) {
  moor::Var const* const connected = element(answer, 0);
  moor::Var const* const watched = element(answer, 1);
  moor::Var const* const players = element(answer, 2);
  for (auto const* const list : {connected, watched, players}) {
    if (list == nullptr || list->as<moor::List>() == nullptr) return;
  }
  auto const& rows = watched->as<moor::List>()->elements;
  std::map<moor::Obj, Told> told;
  for (moor::Var const& row : rows) {
    moor::Var const* const verb = element(row, 0);
    moor::Var const* const args = element(row, 1);
    moor::Var const* const who = args == nullptr ? nullptr : element(*args, 0);
    if (!verb || !who || !verb->as<std::string>() || !who->as<moor::Obj>()) continue;
    if (!contains(*players, *who->as<moor::Obj>())) {
      fail(fmt::format("the world was told of {}, who is no player",
                       moor::text_of(*who->as<moor::Obj>())));
    }
    if (changed_.contains(*who->as<moor::Obj>())) continue;
    Told& of_player = told[*who->as<moor::Obj>()];
    of_player.is_there = *verb->as<std::string>() != "user_disconnected";
    ++(of_player.is_there ? of_player.came : of_player.went);
    if (rows.size() < rows_max && of_player.went > of_player.came) {
      fail(fmt::format("the world was told that {} is gone more often than that it came",
                       moor::text_of(*who->as<moor::Obj>())));
    }
  }
  disagreement_.reset();
  for (auto const& [player, of_player] : told) {
    bool const is_connected = contains(*connected, player);
    if (of_player.is_there == is_connected) continue;
    disagreement_ = fmt::format("{} is {}, and the world was told otherwise", moor::text_of(player),
                                is_connected ? "connected" : "gone");
  }
}

void SessionsHold::at_end(VirtualTime, bool settled) {
  if (settled && disagreement_) fail(*disagreement_);
}

}  // namespace drydock::simulator
