#pragma once

#include "reference/moor/codec/client_messages_fields.hpp"
#include "reference/moor/codec/client_replies_fields.hpp"
#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/host_messages_fields.hpp"
#include "reference/moor/codec/rpc_errors_fields.hpp"
#include "reference/moor/codec/rpc_messages.hpp"

// The tables of rpc_messages.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<HostToDaemonMsg>) {
  return table<HostToDaemonMsg>("HostToDaemonMsg", field("host_id", &HostToDaemonMsg::host_id),
                                field("message", &HostToDaemonMsg::message),
                                secret_field("token", &HostToDaemonMsg::token));
}
constexpr auto table_of(Type<HostClientToDaemonMsg>) {
  return table<HostClientToDaemonMsg>("HostClientToDaemonMsg",
                                      raw_uuid("client_data", &HostClientToDaemonMsg::client_data),
                                      field("message", &HostClientToDaemonMsg::message));
}
constexpr auto table_of(Type<MessageType>) {
  return table<MessageType>("MessageType", union_field("message", &MessageType::message));
}
constexpr auto table_of(Type<HostSuccess>) {
  return table<HostSuccess>("HostSuccess", field("reply", &HostSuccess::reply));
}
constexpr auto table_of(Type<ClientSuccess>) {
  return table<ClientSuccess>("ClientSuccess", field("reply", &ClientSuccess::reply));
}
constexpr auto table_of(Type<Failure>) {
  return table<Failure>("Failure", field("error", &Failure::error));
}
constexpr auto table_of(Type<ReplyResult>) {
  return table<ReplyResult>("ReplyResult", union_field("result", &ReplyResult::result));
}

}  // namespace drydock::moor
