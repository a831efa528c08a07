#pragma once

#include "reference/moor/codec/events.hpp"
#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/narrative_fields.hpp"
#include "reference/moor/codec/rpc_errors_fields.hpp"
#include "reference/moor/codec/session_fields.hpp"

// The tables of events.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<NarrativeEventMessage>) {
  return table<NarrativeEventMessage>("NarrativeEventMessage",
                                      field("player", &NarrativeEventMessage::player),
                                      field("event", &NarrativeEventMessage::event));
}
constexpr auto table_of(Type<MetadataPair>) {
  return table<MetadataPair>("MetadataPair", field("key", &MetadataPair::key),
                             field("value", &MetadataPair::value));
}
constexpr auto table_of(Type<RequestInputEvent>) {
  return table<RequestInputEvent>("RequestInputEvent",
                                  field("request_id", &RequestInputEvent::request_id),
                                  field("metadata", &RequestInputEvent::metadata));
}
constexpr auto table_of(Type<SystemMessageEvent>) {
  return table<SystemMessageEvent>("SystemMessageEvent",
                                   field("player", &SystemMessageEvent::player),
                                   field("message", &SystemMessageEvent::message));
}
constexpr auto table_of(Type<DisconnectEvent>) { return table<DisconnectEvent>("DisconnectEvent"); }
constexpr auto table_of(Type<TaskErrorEvent>) {
  return table<TaskErrorEvent>("TaskErrorEvent", field("task_id", &TaskErrorEvent::task_id),
                               field("error", &TaskErrorEvent::error));
}
constexpr auto table_of(Type<TaskSuccessEvent>) {
  return table<TaskSuccessEvent>("TaskSuccessEvent", field("task_id", &TaskSuccessEvent::task_id),
                                 field("result", &TaskSuccessEvent::result));
}
constexpr auto table_of(Type<TaskSuspendedEvent>) {
  return table<TaskSuspendedEvent>("TaskSuspendedEvent",
                                   field("task_id", &TaskSuspendedEvent::task_id));
}
constexpr auto table_of(Type<PlayerSwitchedEvent>) {
  return table<PlayerSwitchedEvent>("PlayerSwitchedEvent",
                                    field("new_player", &PlayerSwitchedEvent::new_player),
                                    field("new_auth_token", &PlayerSwitchedEvent::new_auth_token));
}
constexpr auto table_of(Type<SetConnectionOptionEvent>) {
  return table<SetConnectionOptionEvent>(
      "SetConnectionOptionEvent",
      field("connection_obj", &SetConnectionOptionEvent::connection_obj),
      field("option_name", &SetConnectionOptionEvent::option_name),
      field("value", &SetConnectionOptionEvent::value));
}
constexpr auto table_of(Type<CredentialsUpdatedEvent>) {
  return table<CredentialsUpdatedEvent>(
      "CredentialsUpdatedEvent", field("client_id", &CredentialsUpdatedEvent::client_id),
      field("client_token", &CredentialsUpdatedEvent::client_token));
}
constexpr auto table_of(Type<ClientEvent>) {
  return table<ClientEvent>("ClientEvent", union_field("event", &ClientEvent::event));
}
constexpr auto table_of(Type<ClientsBroadcastPingPong>) {
  return table<ClientsBroadcastPingPong>("ClientsBroadcastPingPong",
                                         field("timestamp", &ClientsBroadcastPingPong::timestamp));
}
constexpr auto table_of(Type<ClientsBroadcastEvent>) {
  return table<ClientsBroadcastEvent>("ClientsBroadcastEvent",
                                      union_field("event", &ClientsBroadcastEvent::event));
}

}  // namespace drydock::moor
