#include "reference/moor/sessions/client_front.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "reference/age/recipient.hpp"
#include "reference/moor/sessions/wall_nanoseconds.hpp"

namespace drydock::moor::sessions {
namespace {

template <class Message>
ShownTokens tokens_of(Message const& message) {
  ShownTokens shown;
  if constexpr (requires { message.client_token.token; }) shown.client = &message.client_token;
  if constexpr (requires { message.auth_token.token; }) shown.auth = &message.auth_token;
  if constexpr (requires { message.auth_token->token; }) {
    shown.auth_is_optional = true;
    if (message.auth_token) shown.auth = &*message.auth_token;
  }
  return shown;
}

/// As its host declared it; what it did not declare keeps its default.
template <class Message>
Origin origin_of(Message const& message) {
  Origin origin;
  origin.peer_addr = message.peer_addr;
  origin.local_port = message.local_port;
  origin.remote_port = message.remote_port;
  if (message.acceptable_content_types) origin.content_types = *message.acceptable_content_types;
  return origin;
}

/// Of two under one name the later counts.
std::vector<Attribute> attributes_of(ConnectionEstablish const& message) {
  std::vector<Attribute> attributes;
  if (!message.connection_attributes) return attributes;
  for (ConnectionAttribute const& one : *message.connection_attributes) {
    std::erase_if(attributes,
                  [&](Attribute const& other) { return same_symbol(other.key, one.key); });
    attributes.push_back({one.key, one.value});
  }
  return attributes;
}

bool contains(std::vector<std::string> const& names, std::string const& name) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string const& one) { return compare_folded(one, name) == 0; });
}

}  // namespace

void ClientFront::on_request(VirtualTime now, ClientRequest const& request, Outbox& out) {
  WallTime const wall = parts_.authority.wall_time(now);
  std::visit(
      [&](auto const& message) {
        bool const is_reattach = std::is_same_v<std::decay_t<decltype(message)>, Reattach>;
        Call call{now, wall, request, {std::move(request.from), request.client_id}, out};
        auto why = checks_.check(now, wall, request, tokens_of(message), is_reattach, parts_.tasks,
                                 call.admission, out);
        if (why) return refuse(call, *std::move(why));
        on(call, message);
      },
      request.said.message);
}

void ClientFront::refuse(Call& call, RpcMessageErrorCode code, std::string message) {
  parts_.port.refuse(std::move(call.admission.asker.reply), code, std::move(message), call.out);
}

void ClientFront::refuse(Call& call, RpcMessageError error) {
  parts_.port.reply(std::move(call.admission.asker.reply), ReplyResult{Failure{std::move(error)}},
                    call.out);
}

void ClientFront::refuse(Call& call, NoRoom why) {
  switch (why) {
    case NoRoom::already_connected:
      return refuse(call, RpcMessageErrorCode::already_connected, "Already connected");
    case NoRoom::reserved_id:
      return refuse(call, RpcMessageErrorCode::invalid_request,
                    "The client id begins like a topic of others");
    case NoRoom::too_many:
      return refuse(call, RpcMessageErrorCode::create_session_failed, "Too many connections");
    case NoRoom::numbers_exhausted:
      return refuse(call, RpcMessageErrorCode::internal_error, "No connection object is left");
    case NoRoom::not_stored:
      return refuse(call, RpcMessageErrorCode::internal_error, "The connection cannot be stored");
  }
}

Connection const* ClientFront::establish(Call& call, Connection arrival,
                                         std::string& client_token) {
  if (arrival.attributes.size() > settings_.attributes_max) {
    refuse(call, RpcMessageErrorCode::invalid_request, "Too many attributes");
    return nullptr;
  }
  arrival.client_id = call.request.client_id;
  arrival.user_id = call.request.user_id;
  arrival.connected_at = call.wall;
  auto const made = parts_.connections.establish(call.now, std::move(arrival));
  if (!made) {
    refuse(call, made.error());
    return nullptr;
  }
  auto token = parts_.tokens.issue_client(call.now, call.request.client_id, call.out);
  if (!token) {
    parts_.connections.remove(call.request.client_id);
    refuse(call, RpcMessageErrorCode::internal_error, token.error().message);
    return nullptr;
  }
  client_token = *std::move(token);
  parts_.events.client_arrived(call.now, call.request.client_id, call.out);
  return *made;
}

void ClientFront::on(Call& call, ConnectionEstablish const& message) {
  Connection arrival;
  arrival.origin = origin_of(message);
  arrival.attributes = attributes_of(message);
  std::string token;
  Connection const* const made = establish(call, std::move(arrival), token);
  if (made != nullptr) accept(call, NewConnection{{std::move(token)}, made->object});
}

void ClientFront::on(Call& call, Attach const& message) {
  Obj const player = *call.admission.asker.player;
  Connection arrival;
  arrival.player = player;
  arrival.untold = arrival_of(message.connect_type, message.handler_object, player);
  arrival.origin = origin_of(message);
  std::string token;
  if (establish(call, std::move(arrival), token) == nullptr) return;
  // Who comes without a sound comes for one request, and takes no token along when it goes.
  bool const stays = message.connect_type != ConnectType::no_connect;
  if (stays && call.admission.auth) {
    parts_.tokens.auth_showed(call.now, call.request.client_id, *call.admission.auth, call.out);
  }
  accept(call, AttachResult{true, moor::ClientToken{std::move(token)}, player,
                            parts_.tasks.flags_of(player)});
  parts_.tasks.arrived(call.now, call.request.client_id, message.connect_type,
                       message.handler_object, call.out);
}

void ClientFront::on(Call& call, Reattach const&) {
  Uuid const& id = call.request.client_id;
  parts_.connections.saw_activity(call.now, id);
  parts_.tokens.saw_renewal(id);
  auto token = parts_.tokens.issue_client(call.now, id, call.out);
  if (!token) return refuse(call, RpcMessageErrorCode::internal_error, token.error().message);
  Obj const player = *call.admission.asker.player;
  accept(call, AttachResult{true, moor::ClientToken{*std::move(token)}, player,
                            parts_.tasks.flags_of(player)});
}

void ClientFront::on(Call& call, Detach const& message) {
  Uuid const& id = call.request.client_id;
  if (message.disconnected) {
    parts_.desk.end(call.now, id, Gone::detached, call.out);
  } else {
    parts_.connections.saw_activity(call.now, id);
  }
  accept(call, Disconnected{});
}

void ClientFront::on(Call& call, ClientPong const&) {
  parts_.connections.saw_life(call.now, call.request.client_id);
  accept(call, ThanksPong{wall_nanoseconds(call.wall)});
}

void ClientFront::on(Call& call, SetClientAttribute const& message) {
  Uuid const& id = call.request.client_id;
  auto const& attributes = parts_.connections.find(id)->attributes;
  bool const is_full = attributes.size() >= settings_.attributes_max;
  bool const is_new = std::none_of(attributes.begin(), attributes.end(), [&](Attribute const& one) {
    return same_symbol(one.key, message.key);
  });
  if (message.value && is_full && is_new) {
    return refuse(call, RpcMessageErrorCode::invalid_request, "Too many attributes");
  }
  if (!parts_.connections.set_attribute(id, message.key, message.value)) {
    return refuse(call, RpcMessageErrorCode::internal_error, "The attribute cannot be stored");
  }
  accept(call, ClientAttributeSet{});
}

void ClientFront::on(Call& call, LoginCommand const& message) {
  auto const& key = message.event_log_pubkey;
  if (key && !key->empty() && !age::parse_recipient(*key)) {
    return refuse(call, RpcMessageErrorCode::invalid_request,
                  "Nothing can be encrypted to the key");
  }
  pass_on(call, message);
}

void ClientFront::on(Call& call, Command const& message) {
  parts_.connections.saw_activity(call.now, call.request.client_id);
  pass_on(call, message);
}

void ClientFront::on(Call& call, RequestedInput const& message) {
  parts_.connections.saw_activity(call.now, call.request.client_id);
  pass_on(call, message);
}

/// Whether the message may be acted upon though nobody stands behind it; answered where not.
bool ClientFront::admit_nobody(Call& call, bool allowed) {
  if (call.admission.asker.player || allowed || settings_.anonymous.everything) return true;
  refuse(call, RpcMessageErrorCode::permission_denied,
         settings_.strict ? "an auth token is needed for that" : "Permission denied");
  return false;
}

void ClientFront::on(Call& call, RequestSysProp const& message) {
  if (admit_nobody(call, settings_.anonymous.system_properties)) pass_on(call, message);
}

void ClientFront::on(Call& call, InvokeSystemHandler const& message) {
  bool const allowed = contains(settings_.anonymous.handler_types, message.handler_type);
  if (!admit_nobody(call, allowed)) return;
  auto const connection = checks_.check_unproven(call.request);
  if (!connection) return refuse(call, connection.error());
  pass_on(call, message);
}

void ClientFront::on(Call& call, CallSystemVerb const& message) {
  if (admit_nobody(call, contains(settings_.anonymous.system_verbs, message.verb.text))) {
    pass_on(call, message);
  }
}

template <class Found, class Reply>
void ClientFront::answer_from_log(Call& call, Result<Found> found, Reply const& reply_of) {
  if (!found) {
    call.out.emplace_back(Log{LogLevel::error, "the event log: " + found.error().message});
    return refuse(call, RpcMessageErrorCode::internal_error, "The event log cannot be reached");
  }
  if constexpr (std::is_void_v<Found>) {
    accept(call, reply_of());
  } else {
    accept(call, reply_of(*std::move(found)));
  }
}

void ClientFront::on(Call& call, RequestHistory const& message) {
  auto const now = wall_nanoseconds(call.wall);
  answer_from_log(call,
                  parts_.log.history(*call.admission.asker.player, message.history_recall, now),
                  [](HistoryResponse found) { return HistoryResponseReply{std::move(found)}; });
}

void ClientFront::on(Call& call, RequestCurrentPresentations const&) {
  answer_from_log(call, parts_.log.presentations(*call.admission.asker.player),
                  [](std::vector<PresentationSnapshot> found) {
                    return CurrentPresentations{std::move(found)};
                  });
}

void ClientFront::on(Call& call, DismissPresentation const& message) {
  answer_from_log(call, parts_.log.dismiss(*call.admission.asker.player, message.presentation_id),
                  [] { return PresentationDismissed{}; });
}

void ClientFront::on(Call& call, GetEventLogPublicKey const&) {
  accept(call, EventLogPublicKey{parts_.log.public_key_of(*call.admission.asker.player)});
}

void ClientFront::on(Call& call, SetEventLogPublicKey const& message) {
  Obj const& player = *call.admission.asker.player;
  if (!age::parse_recipient(message.public_key)) {
    return refuse(call, RpcMessageErrorCode::invalid_request,
                  "Nothing can be encrypted to the key");
  }
  answer_from_log(call, parts_.log.set_public_key(player, message.public_key),
                  [&] { return EventLogPublicKey{parts_.log.public_key_of(player)}; });
}

void ClientFront::on(Call& call, DeleteEventLogHistory const&) {
  answer_from_log(call, parts_.log.erase(*call.admission.asker.player),
                  [] { return EventLogHistoryDeleted{true}; });
}

}  // namespace drydock::moor::sessions
