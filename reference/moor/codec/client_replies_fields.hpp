#pragma once

#include "reference/moor/codec/batch_fields.hpp"
#include "reference/moor/codec/client_replies.hpp"
#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/history_fields.hpp"
#include "reference/moor/codec/narrative_fields.hpp"
#include "reference/moor/codec/rpc_errors_fields.hpp"
#include "reference/moor/codec/session_fields.hpp"
#include "reference/moor/codec/world_fields.hpp"

// The tables of client_replies.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<NewConnection>) {
  return table<NewConnection>("NewConnection", field("client_token", &NewConnection::client_token),
                              field("connection_obj", &NewConnection::connection_obj));
}
constexpr auto table_of(Type<LoginResult>) {
  return table<LoginResult>("LoginResult", field("success", &LoginResult::success),
                            field("auth_token", &LoginResult::auth_token),
                            field("connect_type", &LoginResult::connect_type),
                            field("player", &LoginResult::player),
                            field("player_flags", &LoginResult::player_flags));
}
constexpr auto table_of(Type<AttachResult>) {
  return table<AttachResult>("AttachResult", field("success", &AttachResult::success),
                             field("client_token", &AttachResult::client_token),
                             field("player", &AttachResult::player),
                             field("player_flags", &AttachResult::player_flags));
}
constexpr auto table_of(Type<SysPropValue>) {
  return table<SysPropValue>("SysPropValue", field("value", &SysPropValue::value));
}
constexpr auto table_of(Type<TaskSubmitted>) {
  return table<TaskSubmitted>("TaskSubmitted", field("task_id", &TaskSubmitted::task_id));
}
constexpr auto table_of(Type<InputThanks>) { return table<InputThanks>("InputThanks"); }
constexpr auto table_of(Type<EvalResult>) {
  return table<EvalResult>("EvalResult", field("result", &EvalResult::result));
}
constexpr auto table_of(Type<ThanksPong>) {
  return table<ThanksPong>("ThanksPong", field("timestamp", &ThanksPong::timestamp));
}
constexpr auto table_of(Type<VerbsReply>) {
  return table<VerbsReply>("VerbsReply", field("verbs", &VerbsReply::verbs));
}
constexpr auto table_of(Type<PropertiesReply>) {
  return table<PropertiesReply>("PropertiesReply",
                                field("properties", &PropertiesReply::properties));
}
constexpr auto table_of(Type<VerbProgramSuccess>) {
  return table<VerbProgramSuccess>("VerbProgramSuccess", field("obj", &VerbProgramSuccess::obj),
                                   field("verb_name", &VerbProgramSuccess::verb_name));
}
constexpr auto table_of(Type<VerbProgramFailure>) {
  return table<VerbProgramFailure>("VerbProgramFailure",
                                   field("error", &VerbProgramFailure::error));
}
constexpr auto table_of(Type<VerbProgramResponseReply>) {
  return table<VerbProgramResponseReply>("VerbProgramResponseReply",
                                         field("response", &VerbProgramResponseReply::response));
}
constexpr auto table_of(Type<PropertyValue>) {
  return table<PropertyValue>("PropertyValue", field("prop_info", &PropertyValue::prop_info),
                              field("value", &PropertyValue::value));
}
constexpr auto table_of(Type<VerbValue>) {
  return table<VerbValue>("VerbValue", field("verb_info", &VerbValue::verb_info),
                          field("code", &VerbValue::code));
}
constexpr auto table_of(Type<ResolveResult>) {
  return table<ResolveResult>("ResolveResult", field("result", &ResolveResult::result));
}
constexpr auto table_of(Type<ClientAttributeSet>) {
  return table<ClientAttributeSet>("ClientAttributeSet");
}
constexpr auto table_of(Type<Disconnected>) { return table<Disconnected>("Disconnected"); }
constexpr auto table_of(Type<ListObjectsReply>) {
  return table<ListObjectsReply>("ListObjectsReply", field("objects", &ListObjectsReply::objects));
}
constexpr auto table_of(Type<PropertyUpdated>) { return table<PropertyUpdated>("PropertyUpdated"); }
constexpr auto table_of(Type<SystemHandlerSuccess>) {
  return table<SystemHandlerSuccess>("SystemHandlerSuccess",
                                     field("result", &SystemHandlerSuccess::result));
}
constexpr auto table_of(Type<SystemHandlerError>) {
  return table<SystemHandlerError>("SystemHandlerError",
                                   field("error", &SystemHandlerError::error));
}
constexpr auto table_of(Type<SystemHandlerResponseReply>) {
  return table<SystemHandlerResponseReply>(
      "SystemHandlerResponseReply", union_field("response", &SystemHandlerResponseReply::response));
}
constexpr auto table_of(Type<VerbCallSuccess>) {
  return table<VerbCallSuccess>("VerbCallSuccess", field("result", &VerbCallSuccess::result),
                                field("output", &VerbCallSuccess::output));
}
constexpr auto table_of(Type<VerbCallError>) {
  return table<VerbCallError>("VerbCallError", field("error", &VerbCallError::error));
}
constexpr auto table_of(Type<VerbCallResponse>) {
  return table<VerbCallResponse>("VerbCallResponse",
                                 union_field("response", &VerbCallResponse::response));
}

}  // namespace drydock::moor
