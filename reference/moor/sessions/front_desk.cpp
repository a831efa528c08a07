#include "reference/moor/sessions/front_desk.hpp"

#include <algorithm>

namespace drydock::moor::sessions {
namespace {

std::string_view text_of(Gone why) {
  switch (why) {
    case Gone::detached:
      return "detached";
    case Gone::booted:
      return "was booted";
    case Gone::expired:
      return "is silent, expired";
  }
  return "is gone";
}

/// What `boot_overtakes` loses: events of this step, which were to come before the last one.
void drop_events_of(Uuid const& client_id, Outbox& out) {
  std::erase_if(out, [&](Output const& output) {
    auto const* send = std::get_if<Send>(&output);
    return send != nullptr && send->to.socket == EventChannel::socket &&
           send->frames.front() == client_id.to_bytes();
  });
}

}  // namespace

Result<void> FrontDesk::change_player(Uuid const& client_id, Obj const& player,
                                      std::optional<Arrival> const& arrival, Outbox& out) {
  Connection const* const connection = connections_.find(client_id);
  if (connection == nullptr) return fail("the connection is gone");
  bool const is_another = connection->player && *connection->player != player;
  if (auto const stored = connections_.set_player(client_id, player, arrival); !stored)
    return stored;
  if (is_another) tokens_.take_back_auth(client_id, out);
  return {};
}

Result<std::string> FrontDesk::log_in(VirtualTime now, Uuid const& client_id, Obj const& player,
                                      std::optional<Arrival> const& arrival, Outbox& out) {
  if (auto const changed = change_player(client_id, player, arrival, out); !changed) {
    return tl::make_unexpected(changed.error());
  }
  return tokens_.issue_auth(now, client_id, player, out);
}

void FrontDesk::announce(Uuid const& client_id) {
  if (connections_.find(client_id) != nullptr) connections_.announce(client_id);
}

void FrontDesk::publish(Uuid const& client_id, ClientEventUnion event, Outbox& out) {
  if (connections_.find(client_id) == nullptr) return;
  events_.publish(client_id, std::move(event), out);
}

void FrontDesk::switch_player(VirtualTime now, Uuid const& client_id, Obj const& player,
                              Outbox& out) {
  auto const token = log_in(now, client_id, player, std::nullopt, out);
  if (!token) {
    out.emplace_back(Log{LogLevel::error, "a switch of players failed: " + token.error().message});
    return;
  }
  publish(client_id, PlayerSwitchedEvent{player, {*token}}, out);
}

void FrontDesk::boot(VirtualTime now, Obj const& target, Outbox& out) {
  for (Uuid const& client_id : connections_.clients_of(target)) {
    end(now, client_id, Gone::booted, out);
  }
}

void FrontDesk::end(VirtualTime now, Uuid const& client_id, Gone why, Outbox& out) {
  if (connections_.find(client_id) == nullptr) return;
  bool const silently = why == Gone::detached ||
                        (why == Gone::expired && settings_.defects.has(Defect::silent_expiry));
  if (why == Gone::booted && settings_.defects.has(Defect::boot_overtakes)) {
    drop_events_of(client_id, out);
  }
  if (!silently) events_.publish(client_id, DisconnectEvent{}, out);
  events_.client_gone(client_id, out);
  Connection const gone = *connections_.take(client_id);
  connections_.leave_record(client_id);
  if (why == Gone::expired) {
    tokens_.forget(client_id, out);
  } else {
    tokens_.take_back(client_id, out);
  }
  out.emplace_back(
      Log{LogLevel::info, "client " + client_id.text() + " " + std::string(text_of(why))});
  bool const untold =
      (why == Gone::booted && settings_.defects.has(Defect::no_disconnected_after_boot)) ||
      (why == Gone::expired && settings_.defects.has(Defect::silent_expiry));
  if (tasks_->gone(now, gone, why, !untold && is_last_of_player(gone), out)) return;
  connections_.erase_record(client_id);
  if (auto const trouble = connections_.take_store_trouble()) {
    out.emplace_back(Log{LogLevel::error, "a connection's end is not stored: " + *trouble});
  }
}

bool FrontDesk::is_last_of_player(Connection const& gone) const {
  if (!gone.player || !gone.announced) return false;
  auto const others = connections_.clients_of(*gone.player);
  return std::none_of(others.begin(), others.end(), [&](Uuid const& id) {
    Connection const& other = *connections_.find(id);
    return other.announced && other.player == gone.player;
  });
}

void FrontDesk::set_option(VirtualTime, Obj const& connection, Symbol const& name, Var const& value,
                           Outbox& out) {
  auto const client = connections_.client_of(connection);
  if (!client) return;  // HQ-53.
  if (auto const stored = connections_.set_attribute(*client, name, value); !stored) {
    out.emplace_back(Log{LogLevel::error, "an option is not stored: " + stored.error().message});
  }
  publish(*client, SetConnectionOptionEvent{connection, name, value}, out);
}

void FrontDesk::set_event_log_key(Obj const& player, std::string const& public_key, Outbox& out) {
  if (public_key.empty()) return;
  if (auto const stored = log_.set_public_key(player, public_key); !stored) {
    out.emplace_back(
        Log{LogLevel::error, "a key of the event log is not stored: " + stored.error().message});
  }
}

void FrontDesk::store_owed(Outbox& out) {
  if (!connections_.owes() && !tokens_.owes()) return;
  if (!connections_.store_owed() || !tokens_.store_owed()) return;  // Told when it happened.
  out.emplace_back(Log{LogLevel::info, "the store takes again what it refused"});
}

void FrontDesk::listen(VirtualTime, HostBroadcastListen const& listen, Outbox& out) {
  listens_.insert_or_assign({listen.host_type, listen.port}, listen);
  events_.to_hosts(listen, out);
}

void FrontDesk::unlisten(VirtualTime, HostBroadcastUnlisten const& unlisten, Outbox& out) {
  listens_.erase({unlisten.host_type, unlisten.port});
  events_.to_hosts(unlisten, out);
}

void FrontDesk::repeat_listens(HostType type, std::vector<Listener> const& listeners,
                               Outbox& out) const {
  for (auto const& [key, listen] : listens_) {
    bool const listens = std::any_of(listeners.begin(), listeners.end(), [&](Listener const& one) {
      auto const address = parse_listen_address(one.socket_addr);
      return address && address->port == listen.port;
    });
    if (key.first == type && !listens) events_.to_hosts(listen, out);
  }
}

void FrontDesk::renew_tokens(VirtualTime now, Uuid const& client_id, Outbox& out) {
  Connection const* const connection = connections_.find(client_id);
  if (connection == nullptr) return;
  auto const due = tokens_.due(now, client_id, out);
  std::string trouble;
  if (due.client) {
    auto const token = tokens_.issue_client(now, client_id, out);
    if (token) publish(client_id, CredentialsUpdatedEvent{client_id, {*token}}, out);
    if (!token) trouble = token.error().message;
  }
  if (due.auth && connection->player) {
    auto const token = tokens_.issue_auth(now, client_id, *connection->player, out);
    if (token) publish(client_id, PlayerSwitchedEvent{*connection->player, {*token}}, out);
    if (!token) trouble = token.error().message;
  }
  if (trouble.empty()) return;
  out.emplace_back(Log{LogLevel::warning, "a client's tokens cannot be renewed: " + trouble});
}

}  // namespace drydock::moor::sessions
