#include "simulator/moor/people/known_clients.hpp"

#include <algorithm>
#include <utility>

namespace drydock::simulator {
namespace {

constexpr Duration held_max = std::chrono::seconds{1};
/// For those that were there before the daemon was restarted.
constexpr Duration return_held_max = std::chrono::seconds{10};
/// How long after its command a switch or a boot may come: once what was stored goes on.
constexpr Duration carried_out_max = std::chrono::seconds{60};
/// Who was silent for so long is about to expire.
constexpr Duration expiry_min = std::chrono::seconds{30};

bool switches(ClientCall const& call) {
  if (auto const* command = call.as<moor::Command>()) return command->command.starts_with("su ");
  auto const* eval = call.as<moor::Eval>();
  return eval != nullptr && eval->expression.find("switch_player") != std::string::npos;
}

/// Source: hosts 6.2.
bool is_sign_of_life(ClientCall const& call) {
  return call.as<moor::ClientPong>() != nullptr || call.as<moor::Command>() != nullptr ||
         call.as<moor::RequestedInput>() != nullptr || call.as<moor::Reattach>() != nullptr ||
         call.as<moor::Detach>() != nullptr;
}

/// Whether it got past the door, whatever became of it then.
bool is_admitted(moor::ReplyResultUnion const& result) {
  auto const* failure = std::get_if<moor::Failure>(&result);
  return failure == nullptr ||
         failure->error.error_code == moor::RpcMessageErrorCode::internal_error ||
         failure->error.error_code == moor::RpcMessageErrorCode::task_error;
}

}  // namespace

bool boots(ClientCall const& call) {
  if (auto const* command = call.as<moor::Command>()) {
    return command->command.starts_with("boot") || command->command == "quit";
  }
  auto const* eval = call.as<moor::Eval>();
  return eval != nullptr && eval->expression.find("boot_player") != std::string::npos;
}

KnownClients::Client const* KnownClients::find(Uuid const& client) const {
  auto const known = clients_.find(client);
  return known == clients_.end() ? nullptr : &known->second;
}

bool KnownClients::may_be_held(VirtualTime now, Client const& client) const {
  VirtualTime const since = std::max(client.begun, pace_.at_full_speed_since());
  if (pace_.is_hampered() || now <= since + held_max) return true;
  return client.returned && now <= *client.returned + return_held_max;
}

void KnownClients::on_call(VirtualTime now, ClientCall const& call) {
  if (boots(call)) booting_ = now;
  auto const known = clients_.find(call.client);
  if (known == clients_.end()) return;
  if (call.as<moor::LoginCommand>() != nullptr) ++known->second.logins;
  if (call.as<moor::Detach>() != nullptr) ++known->second.detaches;
  if (switches(call)) known->second.switching = now;
}

void KnownClients::on_answer(VirtualTime now, ClientCall const& call,
                             moor::ReplyResultUnion const& result) {
  if (auto const* made = granted<moor::NewConnection>(result)) {
    clients_[call.client] =
        Client{made->connection_obj, std::nullopt, true, call.at, call.at, 0, now};
    return;
  }
  auto const* attached = granted<moor::AttachResult>(result);
  if (attached != nullptr && attached->success && call.as<moor::Attach>() != nullptr) {
    clients_[call.client] = Client{std::nullopt, attached->player, true, call.at, call.at, 0, now};
    return;
  }
  auto const known = clients_.find(call.client);
  if (known == clients_.end()) return;
  Client& client = known->second;
  if (call.as<moor::LoginCommand>() != nullptr && client.logins > 0) --client.logins;
  if (auto const* login = granted<moor::LoginResult>(result)) {
    if (login->success) change_player(client, login->player);
  }
  if (call.as<moor::Detach>() != nullptr && client.detaches > 0) --client.detaches;
  bool const is_granted = std::holds_alternative<moor::ClientSuccess>(result);
  if (is_granted && is_sign_of_life(call)) {
    client.last_sign_of_life = std::max(client.last_sign_of_life, call.at);
  }
  if (is_admitted(result) && is_sign_of_life(call)) {
    client.last_heard = std::max(client.last_heard, call.at);
  }
  auto const* detach = call.as<moor::Detach>();
  if (is_granted && detach != nullptr && detach->disconnected) client.is_there = false;
  if (is_unknown(result)) client.is_there = false;
}

void KnownClients::on_event(VirtualTime now, Uuid const& id, moor::ClientEventUnion const& event) {
  auto const known = clients_.find(id);
  if (known == clients_.end()) return;
  if (std::holds_alternative<moor::DisconnectEvent>(event)) known->second.is_there = false;
  if (auto const* switched = std::get_if<moor::PlayerSwitchedEvent>(&event)) {
    Client& client = known->second;
    bool const logged_in_twice = !client.former_players.empty();
    if (logged_in_twice && may_be_held(now, client)) client.is_doubtful = true;
    change_player(client, switched->new_player);
    client.switching.reset();
  }
}

void KnownClients::change_player(Client& client, std::optional<moor::Obj> const& player) {
  if (client.player) client.former_players.insert(*client.player);
  client.player = player;
}

void KnownClients::on_daemon(VirtualTime now, NodeEvent event) {
  pace_.on_node(now, event);
  if (event == NodeEvent::crashed) on_death(now);
  if (event != NodeEvent::restarted) return;
  for (auto& [id, client] : clients_) {
    client.last_sign_of_life = client.last_heard = now;  // Those that are stored live on (HQ-34).
    client.logins = client.detaches = 0;
    client.returned = now;
    on_return(id, client);
  }
}

void KnownClients::on_death(VirtualTime now) {
  bool const is_unsaid = store_.died_writing();
  bool const may_boot = booting_ && now - *booting_ <= carried_out_max;
  for (auto& [id, client] : clients_) {
    // That it was switched may have been held back for it, and is lost.
    bool const may_switch = client.switching && now - *client.switching <= carried_out_max;
    bool const may_expire = now - client.last_sign_of_life >= expiry_min;
    client.may_have_changed = may_switch || (is_unsaid && client.logins > 0);
    client.may_have_ended = is_unsaid && (may_boot || may_expire || client.detaches > 0);
  }
}

void KnownClients::on_return(Uuid const& id, Client& client) const {
  bool const may_have_ended = std::exchange(client.may_have_ended, false);
  bool const may_have_changed = std::exchange(client.may_have_changed, false);
  if (!client.is_there || !(may_have_ended || may_have_changed)) return;
  auto const stored = store_.connection(id);
  if (!stored) {
    client.is_there = !may_have_ended;
  } else if (may_have_changed && stored->player != client.player) {
    change_player(client, stored->player);
  }
}

}  // namespace drydock::simulator
